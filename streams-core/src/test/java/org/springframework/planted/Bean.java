package org.springframework.planted;

/** Stands in for Spring, which is not on this module's class path. */
public final class Bean {}

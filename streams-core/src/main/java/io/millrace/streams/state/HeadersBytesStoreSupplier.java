package io.millrace.streams.state;

/** Marks a supplier whose stores keep record headers beside each value. */
public interface HeadersBytesStoreSupplier {}

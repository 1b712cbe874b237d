package io.millrace.streams.spring.test.application;

import org.springframework.stereotype.Component;

@Component
class OtherComponent {}

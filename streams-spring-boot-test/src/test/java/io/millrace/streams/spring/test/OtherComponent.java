package io.millrace.streams.spring.test;

import org.springframework.stereotype.Component;

@Component
class OtherComponent {}

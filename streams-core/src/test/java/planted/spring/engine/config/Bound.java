package planted.spring.engine.config;

import org.springframework.planted.Bean;

public record Bound(Bean bean) {}

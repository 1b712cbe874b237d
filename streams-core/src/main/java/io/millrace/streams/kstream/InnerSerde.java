package io.millrace.streams.kstream;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** Finds the serde of the key inside a windowed key: given to the constructor or named in the configuration, or both alike. */
final class InnerSerde {

    /** The older setting, which named one class for serialisers and deserialisers. */
    private static final String SHARED_CLASS_CONFIG = "windowed.inner.class.serde";

    private InnerSerde() {}

    static <T> Serializer<T> serializer(@Nullable Serializer<T> given, Map<String, ?> configs, String classConfig) {
        Serde<T> configured = configured(configs, classConfig);
        return agreed(given, configured == null ? null : configured.serializer(), "serializer", classConfig);
    }

    static <T> Deserializer<T> deserializer(
            @Nullable Deserializer<T> given, Map<String, ?> configs, String classConfig) {
        Serde<T> configured = configured(configs, classConfig);
        return agreed(given, configured == null ? null : configured.deserializer(), "deserializer", classConfig);
    }

    private static <S> S agreed(@Nullable S given, @Nullable S configured, String role, String classConfig) {
        if (given != null && configured != null && given.getClass() != configured.getClass()) {
            throw new IllegalArgumentException("The inner " + role + " is "
                    + given.getClass().getName()
                    + " by the constructor, but " + configured.getClass().getName() + " by the setting " + classConfig
                    + "; set one of them only.");
        }
        S agreed = given == null ? configured : given;
        if (agreed == null) {
            throw new IllegalArgumentException("There is no inner " + role
                    + "; pass it to the constructor, or name the class of its serde in the setting " + classConfig
                    + ".");
        }
        return agreed;
    }

    @SuppressWarnings("unchecked") // The type of a configured serde is the user's word.
    private static <T> @Nullable Serde<T> configured(Map<String, ?> configs, String classConfig) {
        String config = configs.containsKey(classConfig) ? classConfig : SHARED_CLASS_CONFIG;
        Object value = configs.get(config);
        if (value == null) {
            return null;
        }
        try {
            return value instanceof Class<?> serdeClass
                    ? (Serde<T>) Utils.newInstance(serdeClass.asSubclass(Serde.class))
                    : (Serde<T>) Utils.newInstance(value.toString(), Serde.class);
        } catch (ClassNotFoundException e) {
            throw configException(config, value, "the class is not on the class path", e);
        } catch (ClassCastException e) {
            throw configException(config, value, "the class is not a Serde", e);
        }
    }

    private static ConfigException configException(String config, Object value, String problem, Exception cause) {
        ConfigException exception =
                new ConfigException(config, value, problem + "; name a class that implements Serde.");
        exception.initCause(cause);
        return exception;
    }

    /** Returns the inner serialiser of a windowed one, which must have been set before use. */
    static <T> Serializer<T> required(@Nullable Serializer<T> inner, Object owner) {
        return Objects.requireNonNull(inner, () -> missing("serializer", "Serializer", owner));
    }

    /** Returns the inner deserialiser of a windowed one, which must have been set before use. */
    static <T> Deserializer<T> required(@Nullable Deserializer<T> inner, Object owner) {
        return Objects.requireNonNull(inner, () -> missing("deserializer", "Deserializer", owner));
    }

    private static String missing(String role, String roleType, Object owner) {
        return "Inner " + role + " is `null`. User code must use constructor `"
                + owner.getClass().getSimpleName() + "(final " + roleType + "<T> inner)` instead of the no-arg"
                + " constructor.";
    }
}

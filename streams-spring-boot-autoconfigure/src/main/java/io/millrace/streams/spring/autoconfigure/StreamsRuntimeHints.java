package io.millrace.streams.spring.autoconfigure;

import io.millrace.streams.engine.assign.ClassicGroupAdapter;
import io.millrace.streams.errors.DefaultProductionExceptionHandler;
import io.millrace.streams.errors.LogAndContinueExceptionHandler;
import io.millrace.streams.errors.LogAndContinueProcessingExceptionHandler;
import io.millrace.streams.errors.LogAndFailExceptionHandler;
import io.millrace.streams.errors.LogAndFailProcessingExceptionHandler;
import io.millrace.streams.processor.FailOnInvalidTimestamp;
import io.millrace.streams.processor.LogAndSkipOnInvalidTimestamp;
import io.millrace.streams.processor.UsePartitionTimeOnInvalidTimestamp;
import io.millrace.streams.processor.WallclockTimestampExtractor;
import io.millrace.streams.spring.autoconfigure.bridge.DeserializationBean;
import io.millrace.streams.spring.autoconfigure.bridge.ExtractorBean;
import io.millrace.streams.spring.autoconfigure.bridge.ProcessingBean;
import io.millrace.streams.spring.autoconfigure.bridge.ProductionBean;
import io.millrace.streams.spring.autoconfigure.bridge.RocksSetterBean;
import io.millrace.streams.spring.autoconfigure.bridge.SerdeBean;
import io.millrace.streams.spring.autoconfigure.bridge.SkipUnwritable;
import io.millrace.streams.spring.autoconfigure.bridge.WatchedDeserialization;
import io.millrace.streams.spring.autoconfigure.bridge.WatchedProcessing;
import io.millrace.streams.spring.autoconfigure.bridge.WatchedProduction;
import io.millrace.streams.state.BuiltInDslStoreSuppliers;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/** Names for a native image what is made by its name, and what RocksDB's native library looks up. */
final class StreamsRuntimeHints implements RuntimeHintsRegistrar {

    /** Made by the engine or by a Kafka client from a class name in the configuration. */
    private static final List<Class<?>> MADE_BY_NAME = List.of(
            ClassicGroupAdapter.class,
            LogAndFailExceptionHandler.class,
            LogAndContinueExceptionHandler.class,
            LogAndFailProcessingExceptionHandler.class,
            LogAndContinueProcessingExceptionHandler.class,
            DefaultProductionExceptionHandler.class,
            FailOnInvalidTimestamp.class,
            LogAndSkipOnInvalidTimestamp.class,
            UsePartitionTimeOnInvalidTimestamp.class,
            WallclockTimestampExtractor.class,
            BuiltInDslStoreSuppliers.RocksDBDslStoreSuppliers.class,
            BuiltInDslStoreSuppliers.InMemoryDslStoreSuppliers.class,
            DeserializationBean.class,
            ProcessingBean.class,
            ProductionBean.class,
            SerdeBean.class,
            ExtractorBean.class,
            RocksSetterBean.class,
            SkipUnwritable.class,
            WatchedDeserialization.class,
            WatchedProcessing.class,
            WatchedProduction.class,
            Serdes.StringSerde.class,
            Serdes.LongSerde.class,
            Serdes.IntegerSerde.class,
            Serdes.ShortSerde.class,
            Serdes.FloatSerde.class,
            Serdes.DoubleSerde.class,
            Serdes.BooleanSerde.class,
            Serdes.UUIDSerde.class,
            Serdes.BytesSerde.class,
            Serdes.ByteArraySerde.class,
            Serdes.ByteBufferSerde.class,
            Serdes.VoidSerde.class);

    /** The same, but they need Micrometer, which may not be there. */
    private static final List<String> MADE_WITH_MICROMETER = List.of(
            "io.millrace.streams.spring.autoconfigure.metrics.MicrometerReporter",
            "io.millrace.streams.spring.autoconfigure.observation.ObservingInterceptor");

    /** Those of org.rocksdb whose names the native library of version 10.1.3 holds. */
    private static final List<String> LOOKED_UP = List.of(
            "AbstractCompactionFilterFactory",
            "AbstractComparator",
            "AbstractComparatorJniBridge",
            "AbstractEventListener",
            "AbstractTraceWriter",
            "AbstractTransactionNotifier",
            "AbstractWalFilter",
            "BackupInfo",
            "BlockBasedTableConfig",
            "ColumnFamilyDescriptor",
            "ColumnFamilyHandle",
            "ColumnFamilyMetaData",
            "ColumnFamilyOptions",
            "CompactRangeOptions$Timestamp",
            "CompactionJobInfo",
            "ExternalFileIngestionInfo",
            "FileOperationInfo",
            "FlushJobInfo",
            "HistogramData",
            "InfoLogLevel",
            "LevelMetaData",
            "LiveFileMetaData",
            "LogFile",
            "Logger",
            "MemTableInfo",
            "RocksDBException",
            "SstFileMetaData",
            "Status",
            "Status$Code",
            "Status$SubCode",
            "TableFileCreationBriefInfo",
            "TableFileCreationInfo",
            "TableFileDeletionInfo",
            "TableFilter",
            "TableProperties",
            "ThreadStatus",
            "Transaction",
            "TransactionDB",
            "TransactionDB$DeadlockInfo",
            "TransactionDB$DeadlockPath",
            "TransactionDB$KeyLockInfo",
            "TransactionLogIterator$BatchResult",
            "WriteBatch",
            "WriteBatch$Handler",
            "WriteBatch$SavePoint",
            "WriteStallInfo");

    /** Called by Spring. */
    StreamsRuntimeHints() {}

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        MADE_BY_NAME.forEach(type -> hints.reflection().registerType(type, MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS));
        MADE_WITH_MICROMETER.forEach(name ->
                hints.reflection().registerType(TypeReference.of(name), MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS));
        LOOKED_UP.forEach(name -> hints.jni()
                .registerType(
                        TypeReference.of("org.rocksdb." + name),
                        MemberCategory.INVOKE_DECLARED_CONSTRUCTORS,
                        MemberCategory.INVOKE_DECLARED_METHODS,
                        MemberCategory.ACCESS_DECLARED_FIELDS));
        hints.resources().registerPattern("librocksdbjni-*");
    }
}

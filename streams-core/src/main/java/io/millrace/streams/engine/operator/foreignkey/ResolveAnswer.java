package io.millrace.streams.engine.operator.foreignkey;

import io.millrace.streams.engine.metrics.DroppedRecords;
import io.millrace.streams.engine.operator.Drops;
import io.millrace.streams.engine.operator.TableLookup;
import io.millrace.streams.engine.operator.table.RowJoin;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.ValueAndTimestamp;
import java.util.Objects;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/** Joins an answer with the left row, if that still has the value that asked: if not, another answer is on its way. */
public final class ResolveAnswer<K, V, VO, VOut> implements Processor<K, Answer, K, VOut> {

    private final TableLookup<K, V> left;
    private final RowJoin<V, VO, VOut> rows;
    private final Terms<K, V, VO> terms;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private ProcessorContext<K, VOut> context;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private Serializer<V> values;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private Deserializer<VO> foreignValues;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private DroppedRecords drops;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private String hashTopic;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private String valueTopic;

    /**
     * How answers are read.
     *
     * @param subscriptionTopic without the application id
     * @param answerTopic without the application id
     */
    public record Terms<K, V, VO>(Side<K, V> left, Side<?, VO> right, String subscriptionTopic, String answerTopic) {}

    public ResolveAnswer(TableLookup<K, V> left, RowJoin<V, VO, VOut> rows, Terms<K, V, VO> terms) {
        this.left = left;
        this.rows = rows;
        this.terms = terms;
    }

    @Override
    public void init(ProcessorContext<K, VOut> context) {
        this.context = context;
        left.init(context);
        values = terms.left().valueSerde(context).serializer();
        foreignValues = terms.right().valueSerde(context).deserializer();
        drops = Drops.of(context);
        hashTopic = Side.topic(context, terms.subscriptionTopic(), "-vh");
        valueTopic = Side.topic(context, terms.answerTopic(), "");
    }

    @Override
    @SuppressWarnings("NullAway") // A null result removes the row.
    public void process(Record<K, Answer> record) {
        if (record.key() == null) {
            drops.dropped("null key in an answer of a join along a foreign key");
            return;
        }
        Answer answer = record.value();
        V value = ValueAndTimestamp.getValueOrNull(left.find(record.key()));
        ValueHash hash = value == null ? null : ValueHash.of(values.serialize(hashTopic, value));
        if (!Objects.equals(hash, answer.hash())) {
            drops.dropped("the row changed before it was joined along its foreign key");
            return;
        }
        byte[] bytes = answer.foreignValue();
        VO foreignValue = bytes == null ? null : foreignValues.deserialize(valueTopic, bytes);
        context.forward(record.withValue(rows.join(value, foreignValue)));
    }

    @Override
    public void close() {
        left.close();
    }
}

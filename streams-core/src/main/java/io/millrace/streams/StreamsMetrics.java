package io.millrace.streams;

import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Sensor;

/** The metrics of a client, to read and to add sensors to. Safe for use by several threads. */
public interface StreamsMetrics {

    /**
     * All metrics of the client.
     *
     * @return a read-only view
     */
    Map<MetricName, ? extends Metric> metrics();

    /**
     * Adds a sensor that measures the average and maximum of the recorded values, in the group {@code stream-scope-metrics},
     * together with the rate and the total of recordings.
     *
     * @param scopeName the name of the scope, part of the names of group and tag
     * @param entityName the name of the measured thing, the value of the tag
     * @param operationName the name of the operation, part of the names of the metrics
     * @param recordingLevel the level from which on the sensor records
     * @param tags further tags, as keys and values in turn
     * @return the sensor
     */
    Sensor addLatencyRateTotalSensor(
            String scopeName,
            String entityName,
            String operationName,
            Sensor.RecordingLevel recordingLevel,
            String... tags);

    /**
     * Adds a sensor that measures the rate and the total of recordings.
     *
     * @param scopeName the name of the scope, part of the names of group and tag
     * @param entityName the name of the measured thing, the value of the tag
     * @param operationName the name of the operation, part of the names of the metrics
     * @param recordingLevel the level from which on the sensor records
     * @param tags further tags, as keys and values in turn
     * @return the sensor
     */
    Sensor addRateTotalSensor(
            String scopeName,
            String entityName,
            String operationName,
            Sensor.RecordingLevel recordingLevel,
            String... tags);

    /**
     * Adds a sensor without metrics.
     *
     * @param name the name of the sensor
     * @param recordingLevel the level from which on the sensor records
     * @return the sensor, or the existing one of that name
     */
    Sensor addSensor(String name, Sensor.RecordingLevel recordingLevel);

    /**
     * Adds a sensor without metrics that passes its recordings on to others.
     *
     * @param name the name of the sensor
     * @param recordingLevel the level from which on the sensor records
     * @param parents the sensors that record what this one records
     * @return the sensor, or the existing one of that name
     */
    Sensor addSensor(String name, Sensor.RecordingLevel recordingLevel, Sensor... parents);

    /**
     * Removes a sensor with its metrics.
     *
     * @param sensor the sensor
     */
    void removeSensor(Sensor sensor);
}

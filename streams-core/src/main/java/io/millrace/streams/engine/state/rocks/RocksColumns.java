package io.millrace.streams.engine.state.rocks;

import io.millrace.streams.errors.ProcessorStateException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * The columns of one database: the default one for marks, and one a store with the options that store wants. Owned by the backend,
 * which keeps readers out while columns come and go.
 */
final class RocksColumns {

    private static final String PREFIX = "store:";

    private final RocksResources resources;
    private final StoreTuning tuning;
    private final Map<String, ColumnTuning> tunings = new HashMap<>();
    private final Map<String, ColumnFamilyHandle> handles = new HashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();
    private @Nullable ColumnFamilyHandle marks;

    RocksColumns(RocksResources resources, StoreTuning tuning) {
        this.resources = resources;
        this.tuning = tuning;
    }

    /** Opens a database with all the columns it has. A store that is in the topology no more is tuned too: its files need it. */
    RocksDB open(Path path, DBOptions options) throws RocksDBException {
        List<ColumnFamilyDescriptor> columns = new ArrayList<>();
        List<String> stores = new ArrayList<>();
        columns.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, resources.column()));
        try {
            for (byte[] name : existing(path)) {
                if (!Arrays.equals(name, RocksDB.DEFAULT_COLUMN_FAMILY)) {
                    String store = storeOf(name);
                    stores.add(store);
                    columns.add(new ColumnFamilyDescriptor(name, tune(store).column()));
                }
            }
            List<ColumnFamilyHandle> opened = new ArrayList<>();
            RocksDB database = resources.handles().opened(RocksDB.open(options, path.toString(), columns, opened));
            opened.forEach(resources.handles()::opened);
            marks = opened.get(0);
            for (int i = 0; i < stores.size(); i++) {
                handles.put(stores.get(i), opened.get(i + 1));
            }
            return database;
        } catch (RocksDBException | RuntimeException e) {
            closeTunings();
            throw e;
        }
    }

    private static String storeOf(byte[] column) throws RocksDBException {
        String name = new String(column, StandardCharsets.UTF_8);
        if (!name.startsWith(PREFIX)) {
            throw Damage.found("The database has a column '" + name + "', which is none of ours");
        }
        return name.substring(PREFIX.length());
    }

    /** RocksDB would make a new database over the remains of one that lost its first file, and nobody would hear of it. */
    private static List<byte[]> existing(Path path) throws RocksDBException {
        if (!Files.exists(path.resolve("CURRENT"))) {
            if (hasFilesOfDatabase(path)) {
                throw Damage.found("The database in " + path + " has lost its file CURRENT");
            }
            return List.of();
        }
        try (Options options = new Options()) {
            return RocksDB.listColumnFamilies(options, path.toString());
        }
    }

    private static boolean hasFilesOfDatabase(Path path) {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString())
                    .anyMatch(name -> name.startsWith("MANIFEST-") || name.endsWith(".sst"));
        } catch (IOException e) {
            throw new ProcessorStateException(
                    "The database in " + path + " cannot be listed: " + e + ". Check the rights to the directory.", e);
        }
    }

    private ColumnTuning tune(String store) {
        return tunings.computeIfAbsent(store, name -> tuning.tune(name, resources));
    }

    /** The options of a store's column. */
    ColumnFamilyOptions options(String store) {
        return Objects.requireNonNull(tunings.get(store), "The store has no column")
                .column();
    }

    ColumnFamilyHandle marks() {
        ColumnFamilyHandle opened = marks;
        if (opened == null) {
            throw new IllegalStateException("The database is not open");
        }
        return opened;
    }

    /** Stores that have a column. */
    Set<String> stores() {
        return new TreeSet<>(handles.keySet());
    }

    /** Asks for a store's column; if there is none it is made with the others that are asked for. */
    void ask(String store) {
        if (!handles.containsKey(store)) {
            tune(store); // A setter that fails shall do so here.
            asked.add(store);
        }
    }

    /** A store's column, which was asked for. */
    ColumnFamilyHandle column(RocksDB database, String store) throws RocksDBException {
        if (asked.contains(store)) {
            makeThoseAskedFor(database);
        }
        return Objects.requireNonNull(handles.get(store), "The store has no column");
    }

    /** All at once, because RocksDB writes the options of all columns to a new file each time. */
    private void makeThoseAskedFor(RocksDB database) throws RocksDBException {
        List<ColumnFamilyDescriptor> missing = new ArrayList<>();
        for (String store : asked) {
            missing.add(new ColumnFamilyDescriptor((PREFIX + store).getBytes(StandardCharsets.UTF_8), options(store)));
        }
        Iterator<ColumnFamilyHandle> made =
                database.createColumnFamilies(missing).iterator();
        for (String store : asked) {
            handles.put(store, resources.handles().opened(made.next()));
        }
        asked.clear();
    }

    /** Removes a store's column, if there is one. What it was tuned with is kept: the database may still clean up with it. */
    void drop(RocksDB database, String store) throws RocksDBException {
        ColumnFamilyHandle handle = handles.remove(store);
        if (handle != null) {
            try {
                database.dropColumnFamily(handle);
            } finally {
                resources.handles().close(handle);
            }
        }
    }

    List<ColumnFamilyHandle> all() {
        List<ColumnFamilyHandle> all = new ArrayList<>(handles.values());
        all.add(marks());
        return all;
    }

    /** Closes the columns and then the database. */
    void close(RocksDB database) {
        handles.values().forEach(resources.handles()::close);
        handles.clear();
        resources.handles().close(marks());
        resources.handles().close(database);
        closeTunings();
    }

    private void closeTunings() {
        tunings.values().forEach(ColumnTuning::close);
        tunings.clear();
    }
}

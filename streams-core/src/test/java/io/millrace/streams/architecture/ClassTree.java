package io.millrace.streams.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** The classes below a package, taken from where one known class lies and from nowhere else on the class path. */
final class ClassTree {

    private ClassTree() {}

    static JavaClasses besides(Class<?> known, String rootPackage) {
        try {
            URI location =
                    known.getProtectionDomain().getCodeSource().getLocation().toURI();
            return new ClassFileImporter().importPath(Path.of(location).resolve(rootPackage.replace('.', '/')));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("No classes beside " + known, e);
        }
    }
}

package org.hostha.oobm.ipmitool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A script in ipmitool's place, for answers that no BMC at hand gives: it talks as {@code ipmitool -v shell} does, and
 * writes down its arguments, its environment and what it was asked.
 */
final class FakeIpmitool {

    /** A login that works; what follows is the answers. */
    static final String LOGIN = "read -r password\nprintf 'Loading IANA PEN Registry...\\nipmitool> '\n";

    private final Path directory;
    private final Path binary;

    /** @param login shell script that ends at the prompt, or exits */
    FakeIpmitool(Path directory, String login, String... cases) {
        this.directory = directory;
        this.binary = directory.resolve("ipmitool");
        String script = """
                #!/bin/sh
                cd %s
                echo "$@" >> arguments
                tr '\\000' '\\n' < /proc/$$/environ >> environment
                answer() { echo "RAW RSP ($1 bytes)"; shift; echo " $*"; }
                refuse() { echo "Unable to send RAW command (channel=0x0 netfn=0x0 lun=0x0 cmd=0x0 rsp=$1): why"; }
                silent() { echo "Unable to send RAW command (channel=0x0 netfn=0x0 lun=0x0 cmd=0x0)"; }
                %s
                while read -r line; do
                  echo "$line"
                  echo "$line" >> asked
                  case $line in
                    exit) exit 0 ;;
                %s
                    "raw 0x06 0x37") answer 16 00 11 22 33 44 55 66 77 88 99 aa bb cc dd ee ff ;;
                    "raw 0x06 0x01") answer 15 20 01 09 08 02 9f 91 12 00 02 0f 00 00 00 00 ;;
                    "raw 0x00 0x01") answer 3 21 00 00 ;;
                    "raw 0x00 0x02 "*) echo "RAW RSP (0 bytes)"; echo ;;
                    *) refuse 0xc1 ;;
                  esac
                  printf 'ipmitool> '
                done
                """.formatted(directory, login, String.join("\n", cases));
        try {
            Files.writeString(binary, script);
            Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String path() {
        return binary.toString();
    }

    /** One line for each start. */
    List<String> arguments() {
        return lines("arguments");
    }

    List<String> environment() {
        return lines("environment");
    }

    List<String> asked() {
        return lines("asked");
    }

    private List<String> lines(String file) {
        try {
            Path path = directory.resolve(file);
            return Files.exists(path) ? Files.readAllLines(path) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

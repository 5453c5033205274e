package org.helenus.tools.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/// Text to load: UTF-8, packed when its name ends with `.gz`; a byte order mark is passed over.
final class TextSource {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private TextSource() {}

    /// @param name a file, or `-` for `input`
    static Reader open(String name, InputStream input) throws IOException {
        if (name.equals("-")) {
            return reader(input);
        }
        InputStream file = Files.newInputStream(Path.of(name));
        try {
            var buffered = new BufferedInputStream(file, 1 << 16);
            return reader(name.endsWith(".gz") ? new GZIPInputStream(buffered, 1 << 16) : buffered);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private static Reader reader(InputStream bytes) throws IOException {
        var strict = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var reader = new PushbackReader(new InputStreamReader(bytes, strict), 1);
        int first = reader.read();
        if (first >= 0 && first != BYTE_ORDER_MARK) {
            reader.unread(first);
        }
        return reader;
    }
}

package org.sealgate.engine.decision;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Listens where OPA should be and answers each request in one bad way. */
final class HostileOpa implements AutoCloseable {
    /** What it does with a connection once a whole request has come. */
    @FunctionalInterface
    interface Manner {
        void answer(Socket socket, OutputStream out) throws Exception;
    }

    private final ServerSocket listening;
    private final Manner manner;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private HostileOpa(Manner manner) throws IOException {
        this.manner = manner;
        this.listening = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    static HostileOpa listening(Manner manner) throws IOException {
        return new HostileOpa(manner);
    }

    OpaEndpoint endpoint() {
        return new OpaEndpoint(listening.getLocalSocketAddress(), "token");
    }

    /** A well-framed answer with this body. */
    static Manner body(String status, String body) {
        return body(status, body.getBytes(UTF_8));
    }

    static Manner body(String status, byte[] body) {
        return (socket, out) -> {
            out.write(head(status, "Content-Type: application/json\r\nContent-Length: " + body.length));
            out.write(body);
            out.flush();
        };
    }

    static byte[] head(String status, String headers) {
        return ("HTTP/1.1 " + status + "\r\n" + headers + "\r\n\r\n").getBytes(ISO_8859_1);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                // or each answer written in two pieces takes 40 ms, for want of an ACK
                socket.setTcpNoDelay(true);
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            while (readRequest(socket.getInputStream())) {
                manner.answer(socket, socket.getOutputStream());
            }
        } catch (Exception e) {
            // the client hung up on a bad answer, as it should
        } finally {
            open.remove(socket);
        }
    }

    private static boolean readRequest(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            head.append((char) next);
        }
        String length = head.substring(head.indexOf("Content-Length: ") + 16);
        in.readNBytes(Integer.parseInt(length.substring(0, length.indexOf('\r'))));
        return true;
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}

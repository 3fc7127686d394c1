package commdn.sdkdouble;

import com.genesyslab.platform.commons.connection.configuration.ClientADDPOptions.AddpTraceMode;
import com.genesyslab.platform.commons.log.ILogger;
import com.genesyslab.platform.commons.protocol.Message;
import com.genesyslab.platform.commons.protocol.runtime.DataSupport;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Map;

import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;

/** Small things that the generated classes give a program. */
public final class Values {
    private Values() {}

    /** A mode by any of its names: "Both", "full", "CFGTMBoth". */
    public static AddpTraceMode traceMode(String text) {
        String mode = text == null ? "" : text.toLowerCase(Locale.ENGLISH);
        if (mode.endsWith("both") || mode.equals("full") || mode.equals("on")) {
            return AddpTraceMode.Both;
        }
        if (mode.endsWith("local")) {
            return AddpTraceMode.Local;
        }
        return mode.endsWith("remote") ? AddpTraceMode.Remote : AddpTraceMode.None;
    }

    /** Another message with the same attributes. */
    @SuppressWarnings("unchecked")
    public static Message copy(Message of) {
        try {
            Method create = of.getClass().getSuperclass().getMethod("create");
            Message made = (Message) create.invoke(null);
            ((DataSupport) made).attributes().putAll(((DataSupport) of).attributes());
            made.setReferenceID(of.getReferenceID());
            return made;
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static boolean same(Object one, Object other) {
        if (one == other) {
            return true;
        }
        return other != null && one.getClass() == other.getClass() && data(one).equals(data(other));
    }

    public static int hash(Object of) {
        return data(of).hashCode();
    }

    private static Map<?, ?> data(Object of) {
        return ((DataSupport) of).attributes();
    }

    public static String[] words(String text) {
        return text == null ? null : text.trim().split(" +");
    }

    /** Nothing is logged. */
    public static ILogger silentLogger() {
        return (ILogger)
                Proxy.newProxyInstance(
                        Values.class.getClassLoader(),
                        new Class<?>[] {ILogger.class},
                        (logger, method, arguments) -> {
                            if (method.getReturnType() == boolean.class) {
                                return method.getName().equals("equals") && logger == arguments[0];
                            }
                            if (method.getReturnType() == int.class) {
                                return System.identityHashCode(logger);
                            }
                            return method.getReturnType() == ILogger.class ? logger : null;
                        });
    }

    public static X509ExtendedKeyManager noKeys() {
        return new X509ExtendedKeyManager() {
            @Override
            public String[] getClientAliases(String keyType, Principal[] issuers) {
                return null;
            }

            @Override
            public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
                return null;
            }

            @Override
            public String[] getServerAliases(String keyType, Principal[] issuers) {
                return null;
            }

            @Override
            public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
                return null;
            }

            @Override
            public X509Certificate[] getCertificateChain(String alias) {
                return null;
            }

            @Override
            public PrivateKey getPrivateKey(String alias) {
                return null;
            }
        };
    }

    public static X509TrustManager trustAll() {
        return new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String authType) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String authType) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
    }
}

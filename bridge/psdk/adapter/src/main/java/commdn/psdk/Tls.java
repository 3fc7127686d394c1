package commdn.psdk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Java's own TLS from PEM certificates and a PKCS #12 key store: a server that is not signed for is
 * not spoken to.
 */
final class Tls {
    private Tls() {}

    static SSLContext context(Settings settings) throws Settings.WrongException {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            int number = 0;
            try (InputStream in = Files.newInputStream(settings.tlsCa)) {
                for (Certificate each :
                        CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                    trusted.setCertificateEntry("ca" + number++, each);
                }
            }
            if (number == 0) {
                throw new Settings.WrongException(
                        "tls-ca: '" + settings.tlsCa + "' holds no certificate");
            }
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(settings), trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException cannot) {
            throw new Settings.WrongException(
                    "TLS cannot be set up from tls-ca and tls-key-store: " + cannot.getMessage());
        }
    }

    private static KeyManager[] keys(Settings settings)
            throws IOException, GeneralSecurityException {
        if (settings.tlsKeyStore == null) {
            return null;
        }
        char[] password = settings.tlsKeyStorePassword();
        try (InputStream in = Files.newInputStream(settings.tlsKeyStore)) {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(in, password);
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, password);
            return keys.getKeyManagers();
        } finally {
            if (password != null) {
                Arrays.fill(password, '\0');
            }
        }
    }
}

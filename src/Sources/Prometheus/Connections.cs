using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CanaryJudge.Sources.Prometheus;

/// <summary>Makes connections as the settings want them. Redirections are not followed: they would take the credentials elsewhere.</summary>
internal static class Connections
{
    /// <summary>A handler of requests.</summary>
    /// <param name="files">Certificates; null: those of the system.</param>
    /// <param name="folder">What relative paths are relative to.</param>
    /// <exception cref="IOException">A certificate cannot be read.</exception>
    public static SocketsHttpHandler Handler(TlsFiles? files, string folder)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.GZip,
            ConnectTimeout = TimeSpan.FromSeconds(10),

            // A name that points elsewhere now is asked for again.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        if (files?.Ca is { } ca)
        {
            handler.SslOptions.CertificateChainPolicy = Read(ca, path =>
            {
                var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
                policy.CustomTrustStore.ImportFromPemFile(path);
                return policy.CustomTrustStore.Count > 0 ? policy : throw new CryptographicException("it holds no certificate in PEM form.");
            });
        }

        if (files is { Certificate: { } certificate, Key: { } key })
        {
            handler.SslOptions.ClientCertificates = [Read(certificate, path => X509Certificate2.CreateFromPemFile(path, Path.Combine(folder, key)))];
        }

        return handler;

        T Read<T>(string file, Func<string, T> read)
        {
            try
            {
                return read(Path.Combine(folder, file));
            }
            catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
            {
                throw new IOException($"The certificate {file} cannot be read: {e.Message}", e);
            }
        }
    }
}

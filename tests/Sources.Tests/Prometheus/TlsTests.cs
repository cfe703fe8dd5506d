using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CanaryJudge.Judging.Config;

namespace CanaryJudge.Sources.Tests.Prometheus;

/// <summary>TLS with an authority of one's own, and with certificates on both sides.</summary>
public sealed class TlsTests : IDisposable
{
    private const string Points = """{"m": {"value": "m{version=\"$version\"}"}}""";
    private static readonly string Empty = ScriptedServer.Answer(200, ScriptedServer.Empty);
    private readonly Cases.TempFolder _folder = new();
    private readonly X509Certificate2 _authority = Authority();

    [Fact]
    public async Task An_authority_of_ones_own_is_trusted_when_it_is_named()
    {
        await using var server = Server("localhost", asksBack: false, Empty, Empty);
        Write("ca.pem", _authority.ExportCertificatePem());

        Assert.IsType<SourceReading.NoData>(await ReadAsync(server, """{"ca": "ca.pem"}"""));
    }

    [Theory]
    [InlineData("localhost", "other.pem")]
    [InlineData("elsewhere.example", "ca.pem")]
    public async Task Another_authority_or_another_name_is_not_trusted(string host, string ca)
    {
        await using var server = Server(host, asksBack: false, Empty);
        Write("ca.pem", _authority.ExportCertificatePem());
        using var other = Authority();
        Write("other.pem", other.ExportCertificatePem());

        var reading = await ReadAsync(server, $$"""{"ca": "{{ca}}"}""");

        Assert.StartsWith("metrics.m: No TLS connection to localhost:", Assert.IsType<SourceReading.Refused>(reading).Reason, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Our_own_certificate_is_shown_to_a_server_that_asks_for_it()
    {
        await using var server = Server("localhost", asksBack: true, Empty, Empty);
        Write("ca.pem", _authority.ExportCertificatePem());
        using var own = Issued("runner");
        Write("own.pem", own.ExportCertificatePem());
        Write("own.key", own.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());

        Assert.IsType<SourceReading.NoData>(await ReadAsync(server, """{"ca": "ca.pem", "certificate": "own.pem", "key": "own.key"}"""));
    }

    [Fact]
    public void A_certificate_that_cannot_be_read_stops_the_opening_and_is_named()
    {
        Write("ca.pem", "no certificate");
        var settings = Sourced.Read(Sourced.Settings(new("https://localhost:1/"), Points, """ "tls": {"ca": "ca.pem"},"""), _folder.Path);

        var e = Assert.Throws<IOException>(() => settings.Open(new(Policy.Inferred, 0)));

        Assert.Equal("The certificate ca.pem cannot be read: it holds no certificate in PEM form.", e.Message);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    private ScriptedServer Server(string host, bool asksBack, params string[] answers)
    {
        using var issued = Issued(host);
        return new(
            new SslServerAuthenticationOptions
            {
                // A key that lives in memory only is not accepted everywhere.
                ServerCertificate = X509CertificateLoader.LoadPkcs12(issued.Export(X509ContentType.Pfx), null),
                ClientCertificateRequired = asksBack,
                RemoteCertificateValidationCallback = (_, shown, _, _) => !asksBack || shown?.Issuer == _authority.Subject,
            },
            answers);
    }

    private async Task<SourceReading> ReadAsync(ScriptedServer server, string tls)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        using var source = Sourced.Read(Sourced.Settings(server.Address, Points, $" \"tls\": {tls},"), _folder.Path).Open(new(Policy.Inferred, (now - 30) * 1_000_000_000));
        return await source.ReadAsync();
    }

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder.Path, file), text);

    private static X509Certificate2 Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
    }

    private X509Certificate2 Issued(string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using var bare = request.Create(_authority, TimeProvider.System.GetUtcNow().AddHours(-1), TimeProvider.System.GetUtcNow().AddHours(1), [1, 2, 3]);
        return bare.CopyWithPrivateKey(key);
    }
}

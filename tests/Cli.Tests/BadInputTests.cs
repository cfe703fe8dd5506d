using System.Diagnostics;
using System.IO.Compression;
using System.Text;

namespace CanaryJudge.Cli.Tests;

/// <summary>What cannot be read is named and located, exits with 2 and leaves stdout empty.</summary>
public sealed class BadInputTests
{
    private const string Row = "2026-01-01T00:00:00Z,baseline,m,";

    public static TheoryData<string, byte[], string> Data { get; } = new()
    {
        { "an empty file", [], "data.csv error: is empty: expected a header" },
        { "a missing column", Text("timestamp,arm,metrc,value\n1,baseline,m,1\n"), "data.csv:1 error: column 'metric' is missing (is 'metrc' meant?)" },
        { "no header", Text(Row + "1\n"), "data.csv:1:1 error: '2026-01-01T00:00:00Z' is data" },
        { "an unknown arm", Text(Csv.Rows("2026-01-01T00:00:00Z,blue,m,1")), "data.csv:2:2 error: arm 'blue' is not known" },
        { "a bad number", Text(Csv.Rows(Row + "1", Row + "fast")), "data.csv:3:4 error: value 'fast'" },
        { "a hexadecimal number", Text(Csv.Rows(Row + "0x10")), "data.csv:2:4 error: value '0x10'" },
        { "a decimal comma", Text(Csv.Rows(Row + "\"1,5\"")), "data.csv:2:4 error: value '1,5' has a comma" },
        { "semicolons", Text("timestamp;arm;metric;value\n"), "data.csv:1:1 error: columns are separated by semicolons" },
        { "a bad time", Text(Csv.Rows("yesterday,baseline,m,1")), "data.csv:2:1 error: " },
        { "a day that is none", Text(Csv.Rows("2026-02-30T00:00:00Z,baseline,m,1")), "data.csv:2:1 error: " },
        { "ragged rows", Text(Csv.Rows(Row + "1", Row + "1,2")), "data.csv:3 error: the row has 5 columns, the header 4" },
        { "an unterminated quote", Text(Csv.Rows("2026-01-01T00:00:00Z,baseline,\"m,1")), "data.csv:2 error: a quoted value is not closed" },
        { "more events than there were", Text("timestamp,arm,metric,value,total\n" + Row + "5,3\n"), "data.csv:2:4 error: value 5 is above total 3" },
        { "half an event", Text("timestamp,arm,metric,value,total\n" + Row + "1.5,3\n"), "data.csv:2:4 error: value must be a whole number of events" },
        { "a negative total", Text("timestamp,arm,metric,value,total\n" + Row + "0,-3\n"), "data.csv:2:5 error: " },
        { "a line break in a name", Text(Csv.Rows("2026-01-01T00:00:00Z,baseline,\"a\nb\",1")), "data.csv:2:3 error: metric 'a\\nb' holds control characters" },
        { "a NUL byte", Text(Csv.Rows(Row + "1\0")), "data.csv:2:4 error: holds NUL bytes" },
        { "nothing but NUL bytes", new byte[4096], "data.csv:1 error: holds NUL bytes" },
        { "invalid UTF-8", [.. Text(Csv.Header + "2026-01-01T00:00:00Z,baseline,m"), 0xFF, .. Text(",1\n")], "data.csv:2 error: not UTF-8" },
        { "UTF-16", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(Csv.Rows(Row + "1"))).ToArray(), "data.csv:1 error: the file is UTF-16" },
        { "a picture", [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8], "data.csv:1 error: " },
        { "gzip", Zipped(Csv.Rows(Row + "1")), "data.csv:1 error: the file is compressed (gzip)" },
        { "random bytes", Noise(), "data.csv:1 error: " },
    };

    public static TheoryData<string, string, string, string> Policies { get; } = new()
    {
        { "an unknown key", "p.yaml", "metrics:\n  - {name: m, margn: 5%}\n", "p.yaml:2:15 error: unknown key metrics[0].margn. Did you mean margin?" },
        { "a wrong type", "p.yaml", "alpha: high\n", "p.yaml:1:8 error: alpha is the text \"high\"; it must be a number" },
        { "a bare number", "p.yaml", "metrics: [{name: m, margin: 5}]\n", "p.yaml:1:29 error: " },
        { "a tolerance over the margin", "p.yaml", "metrics: [{name: m, tolerance: 30%, margin: 25%}]\n", "p.yaml:1:21 error: tolerance 30% is above the margin of 25%" },
        { "a metric given twice", "p.yaml", "metrics: [{name: m}, {name: m}]\n", "p.yaml:1:29 error: metric m is given twice, first on line 1" },
        { "no metrics", "p.yaml", "metrics: []\n", "p.yaml:1:10 error: metrics is empty" },
        { "an empty policy", "p.yaml", "", "p.yaml:1:1 error: the file is empty" },
        { "only a comment", "p.yaml", "# later\n", "p.yaml:1:1 error: " },
        { "a mistake in YAML", "p.yaml", "metrics: [{name: m\n", "p.yaml:2:1 error: not valid YAML" },
        { "a tab in YAML", "p.yaml", "metrics:\n\t- name: m\n", "p.yaml:2:1 error: not valid YAML" },
        { "a trailing comma in JSON", "p.json", "{\"metrics\": [{\"name\": \"m\"},]}", "p.json:1:28 error: not valid JSON: the JSON array contains a trailing comma at the end." },
        { "a bomb of aliases", "p.yaml", "a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*d,*d]\n", "error: " },
        { "a NUL byte", "p.yaml", "name: a\0b\n", "p.yaml:1:8 error: " },
    };

    [Theory]
    [MemberData(nameof(Data), DisableDiscoveryEnumeration = true)]
    public async Task Data_that_cannot_be_read_are_refused_with_their_place(string what, byte[] bytes, string expected)
    {
        using var folder = new TempFolder();
        folder.Write("data.csv", bytes);

        var ran = await new Call("judge", "data.csv") { Folder = folder.Root }.RunAsync();

        Assert.NotEmpty(what);
        ran.IsRefused(expected);
    }

    [Theory]
    [MemberData(nameof(Policies), DisableDiscoveryEnumeration = true)]
    public async Task Policies_that_cannot_be_read_are_refused_with_their_place(string what, string file, string text, string expected)
    {
        using var folder = new TempFolder();
        folder.Write("data.csv", Csv.Points(3));
        folder.Write(file, text);

        var ran = await new Call("judge", "data.csv", "--policy", file) { Folder = folder.Root }.RunAsync();

        Assert.NotEmpty(what);
        ran.IsRefused(expected);
        Assert.DoesNotContain("reader options", ran.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_that_is_no_text_or_endless_is_refused()
    {
        using var folder = new TempFolder();
        var data = folder.Write("data.csv", Csv.Points(3));
        var latin = folder.Write("latin.yaml", [.. "name: caf"u8, 0xE9, (byte)'\n']);

        (await Call.ToolAsync("judge", data, "-p", latin)).IsRefused("latin.yaml:1", "not UTF-8");
        (await Call.ToolAsync("judge", data, "-p", folder.At("gone.yaml"))).IsRefused("gone.yaml", "there is no such file");
        (await Call.ToolAsync("judge", data, "-p", folder.Root)).IsRefused("cannot be read");
        if (OperatingSystem.IsLinux())
        {
            var endless = await Call.ToolAsync("judge", data, "-p", "/dev/zero");
            endless.IsRefused("/dev/zero", "larger than 1 MiB");
            Assert.InRange(endless.Peak, 0, 200_000_000);
        }
    }

    [Fact]
    public async Task An_expectation_that_cannot_be_read_is_refused_with_its_place()
    {
        using var folder = new TempFolder().With("healthy-latency");
        folder.Write("healthy-latency/expected.yaml", "verdict: GOOD\n");

        (await Call.ToolAsync("batch", folder.Root, "-q")).IsRefused("healthy-latency/expected.yaml:1:10 error: unknown value GOOD for verdict");

        folder.Write("healthy-latency/expected.yaml", [0xFF, 0xFE, 0x00]);
        (await Call.ToolAsync("batch", folder.Root, "-q")).IsRefused("healthy-latency/expected.yaml:1");
    }

    [Fact]
    public async Task A_line_of_500_MB_is_refused_in_little_memory()
    {
        var ran = await new Call("judge", "-")
        {
            Input = async stdin =>
            {
                await stdin.WriteAsync(Encoding.UTF8.GetBytes(Csv.Header));
                var block = new byte[1 << 20];
                Array.Fill(block, (byte)'a');
                for (var i = 0; i < 500; i++)
                {
                    await stdin.WriteAsync(block);
                }
            },
        }.RunAsync();

        ran.IsRefused("stdin:2 error: the row is longer than 1 MiB");
        Assert.InRange(ran.Peak, 0, 400_000_000);
    }

    [Fact]
    public async Task What_is_not_there_or_holds_no_data_is_named()
    {
        using var folder = new TempFolder();
        folder.Write("half/baseline.csv", "timestamp,metric,value\n");
        folder.Write("both/data.csv", Csv.Header);
        folder.Write("both/canary.csv", Csv.Header);
        folder.Write("none/notes.txt", "");

        (await Call.ToolAsync("judge", folder.At("gone"))).IsRefused("gone error: there is no such file or folder");
        (await Call.ToolAsync("judge", folder.At("none"))).IsRefused("none error: holds no data: expected data.csv, or baseline.csv and canary.csv");
        (await Call.ToolAsync("judge", folder.At("half"))).IsRefused("half error: has baseline.csv but no canary.csv");
        (await Call.ToolAsync("judge", folder.At("both"))).IsRefused("both error: has data.csv and also");
    }

    [Fact]
    public async Task A_file_that_may_not_be_read_is_named()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var folder = new TempFolder();
        var path = folder.Write("secret.csv", Csv.Points(3));
        File.SetUnixFileMode(path, UnixFileMode.None);

        // Root may read everything but a process's own first page.
        (await Call.ToolAsync("judge", Environment.IsPrivilegedProcess ? "/proc/self/mem" : path)).IsRefused("error: cannot be read");
    }

    [Theory]
    [InlineData("Required argument 'PATH'")]
    [InlineData("'b'", "a", "b")]
    [InlineData("PATH is empty", "")]
    [InlineData("'--frob'", "x", "--frob")]
    [InlineData("'xml': --output takes text, markdown, junit, github, json", "x", "--output", "xml")]
    [InlineData("'xml=a': --report takes FORMAT=FILE", "x", "--report", "xml=a")]
    [InlineData("'json': --report takes FORMAT=FILE", "x", "--report", "json")]
    [InlineData("'maybe=0': --map takes", "x", "--map", "maybe=0")]
    [InlineData("'fail=300': --map takes", "x", "--map", "fail=300")]
    [InlineData("'soon': --timeout takes", "x", "--timeout", "soon")]
    [InlineData("'-1': --seed takes a whole number", "x", "--seed", "-1")]
    [InlineData("--policy is empty", "x", "--policy", "")]
    public async Task A_wrong_line_is_answered_with_what_is_right(string expected, params string[] arguments)
    {
        var ran = await Call.ToolAsync(["judge", .. arguments]);

        ran.IsRefused(expected, "Try: canaryjudge judge --help");
        Assert.DoesNotContain("System.", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("canaryjudge: 'jugde' is no command. Did you mean judge? Try: canaryjudge --help", "jugde")]
    [InlineData("canaryjudge: 'rnu' is no command. Did you mean run? Try: canaryjudge rollout --help", "rollout", "rnu")]
    [InlineData("canaryjudge: 'raed' is no command. Did you mean read? Try: canaryjudge controller --help", "controller", "raed")]
    [InlineData("canaryjudge: 'frob' is no command. Known: list, read, set, test. Try: canaryjudge controller --help", "controller", "frob")]
    [InlineData("canaryjudge: Unrecognized command or argument '--verison'. Try: canaryjudge --help", "--verison")]
    public async Task A_word_that_is_no_command_is_answered_in_one_sentence(string expected, params string[] arguments) =>
        Assert.Equal(expected, (await Call.ToolAsync(arguments)).Exits(2).Said);

    [Fact]
    public async Task A_folder_where_kayenta_reads_a_file_is_called_one() => (await Call.ToolAsync("kayenta", "data")).IsRefused("data is a folder");

    [Theory]
    [InlineData("INT", "lint")]
    [InlineData("TERM", "lint")]
    [InlineData("INT", "inspect")]
    [InlineData("TERM", "rollout", "lint")]
    public async Task A_signal_ends_even_what_waits_for_a_pipe_that_nobody_writes(string signal, params string[] command)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new TempFolder();
        await Process.Start("mkfifo", folder.At("pipe.yaml")).WaitForExitAsync(TestContext.Current.CancellationToken);

        var ran = await new Call([.. command, folder.At("pipe.yaml")])
        {
            Meanwhile = async process =>
            {
                await Task.Delay(TimeSpan.FromSeconds(2));
                await Call.SignalAsync(process, signal);
                await Call.SignalAsync(process, signal);
            },
        }.RunAsync();

        Assert.Equal("canaryjudge: interrupted", ran.Exits(130).Said);
    }

    [Fact]
    public async Task A_path_that_begins_with_an_at_sign_is_a_path()
    {
        using var folder = new TempFolder();
        folder.Write("@odd.csv", Csv.Header);

        (await new Call("judge", "@odd.csv", "-q") { Folder = folder.Root }.RunAsync()).Exits(4);
        (await new Call("judge", "@gone.csv", "-q") { Folder = folder.Root }.RunAsync()).IsRefused("@gone.csv error: there is no such file or folder");
    }

    [Fact]
    public async Task A_closed_stderr_or_a_full_disk_leaves_the_exit_code()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        Task<Ran> ShellAsync(string line) => new Call("-c", $"dotnet '{Call.Dll}' {line}") { Program = "/bin/bash" }.RunAsync();

        (await ShellAsync("judge /no/such/file 2>&-")).Exits(2);
        (await ShellAsync($"judge '{Checkout.Fixture("shift")}' > /dev/full")).IsRefused("No space left on device");
        (await ShellAsync("judge /no/such/file 2> /dev/full")).Exits(2);
        (await ShellAsync("batch data/fixtures | head -n 1")).Exits(0);
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Zipped(string text)
    {
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.Fastest))
        {
            zip.Write(Text(text));
        }

        return bytes.ToArray();
    }

    private static byte[] Noise()
    {
        var bytes = new byte[5000];
        var state = 88172645463325252UL;
        for (var i = 0; i < bytes.Length; i++)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            bytes[i] = (byte)state;
        }

        return bytes;
    }
}

namespace CanaryJudge.Sources.Policies;

/// <summary>Says what a file is that is no UTF-8 text.</summary>
internal static class Encodings
{
    /// <summary>One sentence, by the file's first bytes.</summary>
    public static string NotUtf8(ReadOnlySpan<byte> bytes) => Known(bytes) ?? "not UTF-8; save the file as UTF-8.";

    /// <summary>One sentence when the first bytes say what the file is; else null.</summary>
    public static string? Known(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => "the file is UTF-16; save it as UTF-8.",
        [0x1F, 0x8B, ..] => "the file is compressed (gzip); unpack it first.",
        [0x28, 0xB5, 0x2F, 0xFD, ..] => "the file is compressed (zstd); unpack it first.",
        [(byte)'P', (byte)'K', 3, 4, ..] => "the file is a zip archive or a spreadsheet; export it as CSV text.",
        [(byte)'P', (byte)'A', (byte)'R', (byte)'1', ..] => "the file is Parquet; export it as CSV text.",
        _ => null,
    };
}

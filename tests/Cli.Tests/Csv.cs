using System.Globalization;
using System.Text;

namespace CanaryJudge.Cli.Tests;

/// <summary>Texts of CSV files.</summary>
internal static class Csv
{
    public const string Header = "timestamp,arm,metric,value\n";

    /// <summary>Points of both arms, one a second each.</summary>
    public static string Points(int each, string metric = "cpu_percent", Func<int, string>? value = null)
    {
        var text = new StringBuilder(Header);
        for (var i = 0; i < each; i++)
        {
            foreach (var arm in (ReadOnlySpan<string>)["baseline", "canary"])
            {
                text.Append(CultureInfo.InvariantCulture, $"{1_767_225_600 + i},{arm},{metric},{value?.Invoke(i) ?? (50 + ((i * 7919) % 101) / 10.0).ToString(CultureInfo.InvariantCulture)}\n");
            }
        }

        return text.ToString();
    }

    /// <summary>A header and rows.</summary>
    public static string Rows(params string[] rows) => Header + string.Join('\n', rows) + "\n";
}

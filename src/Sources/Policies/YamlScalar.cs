using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace CanaryJudge.Sources.Policies;

/// <summary>What a YAML scalar is, by the core schema of YAML 1.2: <c>no</c> and <c>1_000</c> are text.</summary>
internal static partial class YamlScalar
{
    private const int LongestNumber = 400;

    /// <summary>The sort, by tag, quotes and spelling.</summary>
    /// <exception cref="DocumentException">The tag is none of YAML's own.</exception>
    public static ScalarSort SortOf(Scalar scalar, Place place)
    {
        const string Core = "tag:yaml.org,2002:";
        if (!scalar.Tag.IsEmpty && !scalar.Tag.IsNonSpecific)
        {
            return scalar.Tag.Value switch
            {
                Core + "str" => ScalarSort.Text,
                Core + "int" or Core + "float" or Core + "bool" or Core + "null" => Plain(scalar.Value),
                _ => throw new DocumentException(place, $"tags such as {Words.Shown(scalar.Tag.Value)} mean nothing here."),
            };
        }

        return scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty ? Plain(scalar.Value) : ScalarSort.Text;
    }

    private static ScalarSort Plain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => ScalarSort.Nothing,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => ScalarSort.Flag,
        _ => text.Length <= LongestNumber && Number().IsMatch(text) ? ScalarSort.Number : ScalarSort.Text,
    };

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$|^[-+]?\.(inf|Inf|INF)$|^\.(nan|NaN|NAN)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 60_000)]
    private static partial Regex Number();
}

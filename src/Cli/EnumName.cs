using System.Reflection;
using Google.Protobuf.Reflection;

namespace CanaryJudge.Cli;

/// <summary>The names of the contract's enums.</summary>
internal static class EnumName
{
    /// <summary>A value as JSON shows it: <c>METRIC_NOT_IN_POLICY</c>; of a newer server's value the number.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum =>
        typeof(T).GetField(value.ToString())?.GetCustomAttribute<OriginalNameAttribute>()?.Name ?? value.ToString();
}

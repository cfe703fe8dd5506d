using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CanaryJudge.Rollouts;
using Microsoft.AspNetCore.Http;

namespace CanaryJudge.Proxy;

/// <summary>Chooses the arm of a request.</summary>
/// <remarks>
/// A user's key, hashed with the rollout's id, is a fixed place on a line of 10,000; the canary has the places below its weight. So whoever is in the
/// canary at 5% is still in it at 25%, on every proxy and after every restart; and the next rollout begins with other users.
/// </remarks>
internal sealed class ArmSelector(SplitProxyOptions options, Split split)
{
    private const int LongestKey = 512;

    /// <summary>Chooses.</summary>
    /// <param name="context">The request; may be given a cookie.</param>
    public ArmChoice Choose(HttpContext context)
    {
        if (options.ArmHeader is { } armHeader && context.Request.Headers.TryGetValue(armHeader, out var asked))
        {
            switch (asked.ToString())
            {
                case "canary":
                    return new(ProxyArm.Canary, IsAsked: true);
                case "baseline":
                    return new(ProxyArm.Baseline, IsAsked: true);
            }
        }

        // One look at the order: its weight and its rollout belong together.
        var order = split.Order;
        var weight = split.InForce(order);
        var key = Key(context, weight);
        var place = key is null ? RandomNumberGenerator.GetInt32(10_000) : Place(order?.RolloutId ?? "", key);
        return new(place < weight.BasisPoints ? ProxyArm.Canary : ProxyArm.Baseline, IsAsked: false);
    }

    /// <summary>A key's place on the line.</summary>
    /// <param name="rollout">The rollout's id.</param>
    /// <param name="key">The user's key.</param>
    /// <returns>From 0 to 9,999, evenly.</returns>
    public static int Place(string rollout, string key)
    {
        Span<byte> text = stackalloc byte[Encoding.UTF8.GetMaxByteCount(LongestKey + 80)];
        var length = Encoding.UTF8.GetBytes(rollout, text);
        text[length++] = 0;
        length += Encoding.UTF8.GetBytes(key.AsSpan(0, Math.Min(key.Length, LongestKey)), text[length..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..length], hash);
        return (int)(BinaryPrimitives.ReadUInt64LittleEndian(hash) % 10_000);
    }

    private string? Key(HttpContext context, Weight weight)
    {
        if (options.Header is { } header)
        {
            return context.Request.Headers.TryGetValue(header, out var value) && value.ToString() is { Length: > 0 } key ? key : null;
        }

        if (options.Cookie is not { } cookie)
        {
            return null;
        }

        if (context.Request.Cookies.TryGetValue(cookie, out var known) && known.Length > 0)
        {
            return known;
        }

        // At the ends of the scale nobody needs to be known.
        if (weight == Weight.Zero || weight == Weight.Full)
        {
            return null;
        }

        var made = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        context.Response.OnStarting(() =>
        {
            context.Response.Cookies.Append(cookie, made, new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", Secure = context.Request.IsHttps, MaxAge = TimeSpan.FromDays(30) });
            return Task.CompletedTask;
        });
        return made;
    }
}

/// <summary>The arm of a request.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="IsAsked">Whether the request asked for it: then it says nothing about the split, and is not measured.</param>
internal readonly record struct ArmChoice(ProxyArm Arm, bool IsAsked);

namespace CanaryJudge.Judging.Analyses;

/// <summary>Arithmetic on buckets: bucket number k of a width is [k width, (k + 1) width).</summary>
internal static class BucketTime
{
    /// <summary>The number of the bucket that holds a time.</summary>
    public static long Number(long time, long width) => time >= 0 ? time / width : ((time + 1) / width) - 1;

    /// <summary>The end of a bucket; at the end of all times the last one.</summary>
    public static long End(long number, long width) => number >= (long.MaxValue / width) - 1 ? long.MaxValue : (number + 1) * width;
}

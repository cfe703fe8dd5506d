using System.Text;
using System.Text.Json;

namespace CanaryJudge.AnalysisClient.Rollouts.Notices;

/// <summary>Posts notices as JSON.</summary>
/// <remarks>
/// <para>Fields: <c>id</c>, <c>event</c>, <c>rollout</c>, <c>step</c>, <c>epoch</c>, <c>askedPercent</c>, <c>foundPercent</c>, <c>reason</c>, <c>text</c>,
/// <c>help</c>. Slack's shape is <c>{"text": …}</c> alone. The header <c>Idempotency-Key</c> holds the id.</para>
/// <para>An answer of 200 to 299 takes it. The address may hold a secret and is never shown.</para>
/// </remarks>
/// <param name="client">Makes the calls.</param>
/// <param name="address">Where to.</param>
/// <param name="isSlack">Whether it takes Slack's shape.</param>
public sealed class WebhookTarget(HttpClient client, Uri address, bool isSlack) : INoticeTarget
{
    /// <inheritdoc />
    public async Task<bool> TellAsync(RolloutNotice notice, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(notice);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(Body(notice), Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", notice.Id);
        try
        {
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private string Body(RolloutNotice notice) => isSlack
        ? JsonSerializer.Serialize(new { text = notice.Help is null ? notice.Text : $"{notice.Text}\n`{notice.Help}`" })
        : NoticeJson.Write(notice);
}

using CanaryJudge.AnalysisServer.Hosting;
using CanaryJudge.AnalysisServer.Mapping;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;
using Microsoft.AspNetCore.Http.Features;

namespace CanaryJudge.AnalysisServer.Endpoints;

/// <summary>Checks a JSON request before it is transcoded, which would skip the size limit, ignore unknown keys and name no place.</summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="limits">The size of a request.</param>
internal sealed class JsonDoor(RequestDelegate next, LimitOptions limits)
{
    private static readonly JsonFormatter Errors = new(
        JsonFormatter.Settings.Default.WithFormatDefaultValues(true).WithTypeRegistry(TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor)));

    /// <summary>Checks the call, if it is one for the transcoder.</summary>
    /// <param name="context">The call.</param>
    /// <returns>When it is done.</returns>
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<GrpcJsonTranscodingMetadata>() is not { } method || HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsDelete(context.Request.Method))
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        MemoryStream? body;
        try
        {
            body = await ReadAsync(context).ConfigureAwait(false);
        }
        catch (BadHttpRequestException e)
        {
            // Too slow, or chunks that are none: the caller's doing, so nothing for our log.
            context.Response.Headers.Connection = "close";
            var code = e.StatusCode == StatusCodes.Status408RequestTimeout ? Code.DeadlineExceeded : Code.InvalidArgument;
            await RefuseAsync(context, e.StatusCode, new() { Code = (int)code, Message = e.Message }).ConfigureAwait(false);
            return;
        }

        if (body is null)
        {
            context.Response.Headers.Connection = "close";
            await RefuseAsync(context, StatusCodes.Status429TooManyRequests, StatusOf.Of(new LimitExceededException(
                nameof(LimitOptions.MaxMessageBytes), limits.MaxMessageBytes, $"The request has more than {limits.MaxMessageBytes:N0} bytes."))).ConfigureAwait(false);
            return;
        }

        var violations = new Violations();
        JsonCheck.Run(body.GetBuffer().AsSpan(0, (int)body.Length), method.MethodDescriptor.InputType, violations);
        if (violations.Any)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, StatusOf.Of(violations.ToList())).ConfigureAwait(false);
            return;
        }

        context.Request.Body = body;
        await next(context).ConfigureAwait(false);
    }

    private async Task<MemoryStream?> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentLength > limits.MaxMessageBytes)
        {
            return null;
        }

        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
        var body = new MemoryStream((int)(context.Request.ContentLength ?? 4096));
        var buffer = new byte[64 * 1024];
        while (await context.Request.Body.ReadAsync(buffer, context.RequestAborted).ConfigureAwait(false) is var read and > 0)
        {
            if (body.Length + read > limits.MaxMessageBytes)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        body.Position = 0;
        return body;
    }

    private static Task RefuseAsync(HttpContext context, int httpStatus, Status status)
    {
        context.Response.StatusCode = httpStatus;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(Errors.Format(status), context.RequestAborted);
    }
}

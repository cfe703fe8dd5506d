using CanaryJudge.AnalysisServer.Analyses;
using CanaryJudge.AnalysisServer.Mapping;
using CanaryJudge.AnalysisServer.Storage;
using CanaryJudge.Contracts.V1;
using CanaryJudge.Judging.Analyses;
using Grpc.Core;

namespace CanaryJudge.AnalysisServer.Endpoints;

/// <summary>Gives back the log of an analysis: what is durable, read from the store, whichever server owns the analysis.</summary>
/// <param name="host">The store.</param>
internal sealed class AnalysisExport(AnalysisHost host)
{
    /// <summary>Writes the log in order.</summary>
    /// <param name="id">The analysis.</param>
    /// <param name="entries">Takes them.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="RefusedException">There is no such analysis.</exception>
    /// <exception cref="StorageException">The store cannot be read, or an entry is damaged.</exception>
    public async Task RunAsync(string id, IServerStreamWriter<ExportAnalysisResponse> entries, CancellationToken cancellation)
    {
        long position = 0;
        while (await host.Store.ReadLogAsync(id, position, cancellation).ConfigureAwait(false) is { Count: > 0 } piece)
        {
            foreach (var bytes in piece)
            {
                await entries.WriteAsync(Read(id, position++, bytes), cancellation).ConfigureAwait(false);
            }
        }

        if (position == 0)
        {
            throw new RefusedException(StatusOf.NotFound(id));
        }
    }

    private ExportAnalysisResponse Read(string id, long position, byte[] bytes)
    {
        try
        {
            return position == 0 ? ToExport.Start(EntryBytes.ReadStart(bytes)) : ToExport.Entry(EntryBytes.Read(bytes));
        }
        catch (DamagedStateException e)
        {
            throw new StorageException(StorageProblem.Damaged, $"{host.Store.Place}: entry {position} of analysis {id} is damaged. Restore it from a back-up, or delete the analysis.", e);
        }
    }
}

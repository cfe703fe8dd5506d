using Microsoft.ML;
using Microsoft.ML.Data;

namespace CanaryJudge.MachineLearning;

/// <summary>The principal directions, by ML.NET.</summary>
internal static class Subspace
{
    private const int Seed = 1;

    /// <summary>The first directions of centred rows.</summary>
    /// <param name="centred">Rows with means of zero: ML.NET's own mean is (n + 1) / n times too large.</param>
    /// <param name="rank">How many directions; from 1 to the number of columns.</param>
    /// <param name="oversampling">How many more are looked for and dropped.</param>
    /// <returns>Unit vectors, the one with the most variance first.</returns>
    public static double[][] Of(IReadOnlyList<double[]> centred, int rank, int oversampling)
    {
        var context = new MLContext(Seed);
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, centred[0].Length);
        var data = context.Data.LoadFromEnumerable(centred.Select(y => new Row { Features = Array.ConvertAll(y, x => (float)x) }), schema);
        var trainer = context.AnomalyDetection.Trainers.RandomizedPca(nameof(Row.Features), rank: rank, oversampling: oversampling, ensureZeroMean: false, seed: Seed);
        VBuffer<float>[]? directions = null;
        trainer.Fit(data).Model.GetEigenVectors(ref directions!, out _);
        return [.. directions.Select(v => v.DenseValues().Select(x => (double)x).ToArray())];
    }

    private sealed class Row
    {
        public float[] Features { get; init; } = [];
    }
}

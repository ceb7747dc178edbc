using System.Numerics;
using LowRank.Random;

namespace LowRank.Sketching;

/// <summary>
/// A random n × l matrix of the given kind, addressed by (seed, stream): the same on any number of threads, and the same whether it is
/// made at once or in blocks of columns.
/// </summary>
/// <param name="kind">The distribution.</param>
/// <param name="seed">The user's seed.</param>
/// <param name="stream">What the numbers are for.</param>
/// <param name="width">How many columns make one sketch: the sparse kind spreads its entries over so many. More columns make further,
/// independent sketches.</param>
internal readonly struct Sketch<T>(SketchKind kind, ulong seed, RandomStream stream, int width)
    where T : unmanaged, INumberBase<T>
{
    /// <summary>destination := columns [firstColumn, firstColumn + destination.ColumnCount) of the matrix, its rows being those that this
    /// part has of a row space; all, where none is given.</summary>
    public void Fill(DenseMatrix<T> destination, int firstColumn, int? maxDegreeOfParallelism = null, RowSpace? rows = null)
    {
        switch (kind)
        {
            case SketchKind.SparseSign:
                new SparseSignSketch<T>(seed, stream, width).Fill(destination, firstColumn, maxDegreeOfParallelism, rows);
                break;
            case SketchKind.Trigonometric:
                new TrigonometricSketch<T>(seed, stream).Fill(destination, firstColumn, maxDegreeOfParallelism, rows);
                break;
            default:
                new GaussianSketch<T>(seed, stream).Fill(destination, firstColumn, maxDegreeOfParallelism, rows);
                break;
        }
    }
}

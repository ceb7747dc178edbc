using System.Numerics;
using BenchmarkDotNet.Attributes;
using LowRank;

namespace LowRank.Benchmarks;

/// <summary>A tenth of the terms, for shapes and layouts beside the square row-major one, in single precision.</summary>
public class ColumnRowSingleShapes : ColumnRowShapeBenchmarks<float>;

/// <summary>A tenth of the terms, for shapes and layouts beside the square row-major one, in double precision.</summary>
public class ColumnRowDoubleShapes : ColumnRowShapeBenchmarks<double>;

/// <summary>The same for both.</summary>
/// <typeparam name="T">The element type.</typeparam>
[WarmupCount(2)]
[IterationCount(7)]
[InvocationCount(1)]
public abstract class ColumnRowShapeBenchmarks<T>
    where T : unmanaged, INumberBase<T>
{
    private DenseMatrix<T> _x = null!;
    private DenseMatrix<T> _y = null!;
    private DenseMatrix<T> _destination = null!;

    /// <summary>n × l × m.</summary>
    [Params("2048x2048x2048", "512x16384x512", "8192x1024x256", "256x1024x8192")]
    public string Shape { get; set; } = "";

    [Params("RR", "CR", "RC", "CC")]
    public string Layouts { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        int[] sizes = [.. Shape.Split('x').Select(int.Parse)];
        MatrixLayout Layout(int factor) => Layouts[factor] == 'R' ? MatrixLayout.RowMajor : MatrixLayout.ColumnMajor;
        _x = Convert(TestMatrices.Uniform(sizes[0], sizes[1], 1)).ToDense(Layout(0));
        _y = Convert(TestMatrices.Uniform(sizes[1], sizes[2], 2)).ToDense(Layout(1));
        _destination = DenseMatrix.Create<T>(sizes[0], sizes[2], Layout(0));
    }

    [Benchmark(Baseline = true)]
    public void Exact() => _x.Multiply(_y, _destination);

    [Benchmark]
    public ColumnRowProduct<T> Sampling() => ColumnRow.MultiplyInto(
        _x, _y, _x.ColumnCount / 10, _destination, new ColumnRowOptions { Scheme = ColumnRowScheme.Sampling });

    private static DenseMatrix<T> Convert(DenseMatrix<double> a)
    {
        DenseMatrix<T> result = DenseMatrix.Create<T>(a.RowCount, a.ColumnCount);
        for (int i = 0; i < result.Memory.Length; i++)
        {
            result.Memory.Span[i] = T.CreateTruncating(a.Memory.Span[i]);
        }

        return result;
    }
}

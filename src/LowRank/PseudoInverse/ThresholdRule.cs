using System.Numerics;
using LowRank.Execution;
using LowRank.Kernels;

namespace LowRank.PseudoInverses;

/// <summary>What counts as zero: singular values up to max(absolute, relative · σ₁).</summary>
internal readonly record struct ThresholdRule(double Relative, double Absolute)
{
    public static ThresholdRule For<T>(DenseMatrix<T> a, PseudoInverseOptions options)
        where T : unmanaged, INumberBase<T> =>
        new(options.RelativeTolerance ?? Scalar<T>.Rounding(Math.Max(a.RowCount, a.ColumnCount)), options.AbsoluteTolerance);

    public double Of(double largest) => Math.Max(Absolute, Relative * largest);

    /// <summary>The number of singular values, descending, that count; those whose reciprocal is not finite in T (the smallest subnormal
    /// numbers) never do.</summary>
    public int Rank<T>(ReadOnlySpan<double> singularValues)
        where T : unmanaged, INumberBase<T>
    {
        double threshold = singularValues.Length == 0 ? 0 : Of(singularValues[0]);
        int rank = 0;
        while (rank < singularValues.Length && singularValues[rank] > threshold && HasReciprocal<T>(singularValues[rank]))
        {
            rank++;
        }

        return rank;
    }

    /// <summary>Whether the smallest of all singular values counts beyond doubt.</summary>
    public bool IsClearlyFull(SpectrumEdges edges) =>
        edges.Smallest > Tuning<PseudoInverseTuning>.Current.ClearMargin * Of(edges.Largest) && double.IsFinite(1 / edges.Smallest);

    /// <summary>The same where the singular values themselves are known.</summary>
    public bool IsFull<T>(ReadOnlySpan<double> singularValues)
        where T : unmanaged, INumberBase<T> => Rank<T>(singularValues) == singularValues.Length;

    private static bool HasReciprocal<T>(double singularValue)
        where T : unmanaged, INumberBase<T> => T.IsFinite(Scalar<T>.FromDouble(1 / singularValue));
}

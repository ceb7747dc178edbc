using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;

namespace LowRank.Spaces;

/// <summary>
/// Judges whether a growing basis is good enough for a tolerance in the spectral norm. What the newest block captures, ‖y_newᴴA‖₂, lies
/// below what the basis left before, and costs nothing: only when that is small enough is what is left now measured.
/// </summary>
internal sealed class SpectralTracker<T>(
    ILinearOperator<T> a, Truncation truncation, int limit, double norm, ulong seed, RunContext context)
    where T : unmanaged, INumberBase<T>
{
    // The rank that is proven to be enough is to lie within this share of the least that can be,
    private const double RankSlack = 0.02;

    // or what is left is to be so small a part of the tolerance that it decides no more than σ within 0.1 % of the tolerance.
    private const double Negligible = 0.04;

    private readonly double _floor = ResidualEstimator<T>.RoundingFloor(Math.Max(a.RowCount, a.ColumnCount));
    private double _largest;
    private int _looks;

    /// <summary>What the basis leaves; null before the first look at it.</summary>
    public SpectralResidual? Current { get; private set; }

    /// <summary>Whether the basis, which has just grown by a block, is good enough.</summary>
    /// <param name="q">Q, m × l.</param>
    /// <param name="captured">A matrix with the singular values of y_newᴴA.</param>
    /// <param name="singularValues">Computes those of QᴴA, descending.</param>
    public bool IsReached(DenseMatrix<T> q, DenseMatrix<T> captured, Func<double[]> singularValues)
    {
        Current = null;
        if (norm == 0)
        {
            return true;
        }

        double last = SpectralResidual.LargestSingularValue(captured) / norm;
        _largest = Math.Max(_largest, last);
        double allowed = Math.Max(truncation.SpectralTolerance(_largest, norm), _floor);
        if (last > allowed)
        {
            return false;
        }

        double left = Measure(q).Safe / norm;
        if (left <= Math.Max(_floor, Negligible * allowed))
        {
            return true;
        }

        if (left > allowed)
        {
            return false;
        }

        double[] squares = singularValues();
        for (int i = 0; i < squares.Length; i++)
        {
            squares[i] = squares[i] / norm * (squares[i] / norm);
        }

        int needed = truncation.ChooseRank(squares, left * left, norm, limit);
        return needed <= (1 + RankSlack) * truncation.ChooseRank(squares, 0, norm, limit);
    }

    /// <summary>What a basis leaves, measured if that has not been done.</summary>
    public SpectralResidual Measure(DenseMatrix<T> q) => Current ??= SpectralResidual.Of(a, q, ++_looks, seed, context);
}

using System.Numerics;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Random;
using LowRank.Sketching;
using LowRank.Tall;

namespace LowRank.ColumnRowProducts;

/// <summary>
/// A cheap low-rank part of the product that is computed exactly, <c>X Y = U (Uᴴ X) Y + (X − U Uᴴ X) Y</c>, so that only the rest is left
/// to chance. U does not depend on the draws, so an unbiased estimate of the rest stays unbiased.
/// </summary>
internal sealed class ControlVariate<T> : IDisposable
    where T : unmanaged, INumberBase<T>
{
    private readonly Workspace<T> _workspace = new();

    // Uᴴ X, stored as its conjugate transpose.
    private readonly DenseMatrix<T> _coefficients;

    /// <param name="x">X, n × l.</param>
    /// <param name="norms">‖x_i‖.</param>
    /// <param name="rank">The number of directions, at most min(n, l).</param>
    /// <param name="seed">The user's seed.</param>
    /// <param name="context">The running call.</param>
    public ControlVariate(DenseMatrix<T> x, double[] norms, int rank, ulong seed, RunContext context)
    {
        Rank = Math.Min(rank, Math.Min(x.RowCount, x.ColumnCount));
        DenseMatrix<T> sketch = _workspace.Rent(x.ColumnCount, Rank);
        new GaussianSketch<T>(seed, RandomStream.ColumnRowControl).Fill(sketch, 0, context.MaxDegreeOfParallelism);
        Basis = _workspace.Rent(x.RowCount, Rank);
        x.Multiply(sketch, Basis);
        Orthonormalizer<T>.Orthonormalize(Basis);
        _coefficients = _workspace.Rent(x.ColumnCount, Rank);
        x.MultiplyAdjoint(Basis, _coefficients);
        RemainingNorms = Remaining(norms);
    }

    /// <summary>The control variate that the options ask for; null for none.</summary>
    public static ControlVariate<T>? For(DenseMatrix<T> x, TermNorms norms, ColumnRowOptions options, RunContext context) =>
        options.ControlVariateRank > 0 && !norms.IsZero
            ? new ControlVariate<T>(x, norms.Left, options.ControlVariateRank, options.Seed, context)
            : null;

    public int Rank { get; }

    /// <summary>U: n × k.</summary>
    public DenseMatrix<T> Basis { get; }

    /// <summary>‖x_i − U Uᴴ x_i‖, or what rounding makes of it where that is more.</summary>
    public double[] RemainingNorms { get; }

    /// <summary>destination := (Uᴴ X) Y.</summary>
    public void MultiplyCoefficients(DenseMatrix<T> y, DenseMatrix<T> destination)
    {
        // As Yᴴ times a thin column-major matrix.
        using Workspace<T> workspace = new();
        DenseMatrix<T> adjoint = workspace.Rent(y.ColumnCount, Rank);
        y.MultiplyAdjoint(_coefficients, adjoint);
        Kernels<T>.Copy(adjoint.Span.ConjugateTranspose(), destination.Span);
    }

    /// <summary>c := c − U (Uᴴ X)[:, indices] diag(factors), where c holds those columns of X times their factors.</summary>
    public void Subtract(int[] indices, double[] factors, DenseMatrix<T> c)
    {
        using Workspace<T> workspace = new();
        DenseMatrix<T> chosen = workspace.Rent(indices.Length, Rank, MatrixLayout.RowMajor);
        Kernels<T>.GatherRows(_coefficients.Span, indices, chosen.Span);
        Kernels<T>.ScaleRows(factors, chosen.Span);
        Kernels<T>.Gemm(-T.One, Basis.Span, chosen.Span.ConjugateTranspose(), T.One, c.Span);
    }

    public void Dispose() => _workspace.Dispose();

    private double[] Remaining(double[] norms)
    {
        double[] remaining = new double[norms.Length];
        MatrixSpan<T> coefficients = _coefficients.Span;
        double rounding = Tuning<ColumnRowTuning>.Current.RoundingOfRemainder * Scalar<T>.Epsilon;
        for (int i = 0; i < remaining.Length; i++)
        {
            if (norms[i] == 0)
            {
                continue;
            }

            double share = 0;
            for (int k = 0; k < Rank; k++)
            {
                double part = Scalar<T>.Abs(coefficients[i, k]) / norms[i];
                share += part * part;
            }

            // Never 0 for a column that is not: the draw would be biased by what rounding hides here.
            remaining[i] = norms[i] * Math.Sqrt(Math.Max(rounding, 1 - share));
        }

        return remaining;
    }
}

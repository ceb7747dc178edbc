using System.Numerics;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.Selection;

/// <summary>
/// Osinsky's choice (2023): with E = A − AVVᴴ, the column j of least ‖E_j‖² / ‖V_j‖², and then both with that column taken out,
/// E := E (I − e_j c), c = V_j Vᴴ / ‖V_j‖². Each step multiplies ‖E‖² by 1 + 1/(dimensions left) at most, since that is its mean.
/// </summary>
internal sealed class Osinsky<T> : SubspaceSelector<T>
    where T : unmanaged, INumberBase<T>
{
    public override int[] Choose(DenseMatrix<T> v, Func<DenseMatrix<T>> entries, IndexSampler sampler)
    {
        DenseMatrix<T> a = entries();
        int n = v.RowCount;
        int k = v.ColumnCount;
        using Workspace<T> workspace = new();
        DenseMatrix<T> e = workspace.Rent(a.RowCount, n);
        DenseMatrix<T> b = workspace.Rent(k, n);
        DenseMatrix<T> av = workspace.Rent(a.RowCount, k);
        Kernels<T>.Copy(a.Span, e.Span);
        double norm = Kernels<T>.FrobeniusNorm(e.Span);
        if (norm > 0)
        {
            Kernels<T>.Scale(Scalar<T>.FromDouble(Math.ScaleB(1, -Math.ILogB(norm))), e.Span);
        }

        Kernels<T>.Gemm(T.One, e.Span, v.Span, T.Zero, av.Span);
        Kernels<T>.Gemm(-T.One, av.Span, v.Span.ConjugateTranspose(), T.One, e.Span);
        Kernels<T>.Copy(v.Span.ConjugateTranspose(), b.Span);
        double[] errors = new double[n];
        double[] parts = new double[n];
        bool[] isChosen = new bool[n];
        int[] chosen = new int[k];
        DenseMatrix<T> c = workspace.Rent(1, n);
        DenseMatrix<T> errorColumn = workspace.Rent(a.RowCount, 1);
        DenseMatrix<T> part = workspace.Rent(k, 1);
        double rounding = Scalar<T>.Rounding(Math.Max(a.RowCount, n));
        for (int s = 0; s < k; s++)
        {
            Kernels<T>.ColumnSquares(e.Span, errors);
            Kernels<T>.ColumnSquares(b.Span, parts);

            // Errors that are rounding are no reason to choose: among them the largest part of V decides.
            chosen[s] = Best(errors, parts, isChosen, rounding * rounding);
            isChosen[chosen[s]] = true;
            Kernels<T>.Copy(e.Span.Columns(chosen[s], 1), errorColumn.Span);
            Kernels<T>.Copy(b.Span.Columns(chosen[s], 1), part.Span);
            double square = parts[chosen[s]];
            if (!(square > 0))
            {
                continue;
            }

            Kernels<T>.Gemm(Scalar<T>.FromDouble(1 / square), part.Span.ConjugateTranspose(), b.Span, T.Zero, c.Span);
            Kernels<T>.Gemm(-T.One, errorColumn.Span, c.Span, T.One, e.Span);
            Kernels<T>.Gemm(-T.One, part.Span, c.Span, T.One, b.Span);
        }

        return chosen;
    }

    /// <summary>The column of the least error for its part of V; of equals the first.</summary>
    private static int Best(double[] errors, double[] parts, bool[] isChosen, double rounding)
    {
        double largestPart = parts.Where((_, j) => !isChosen[j]).DefaultIfEmpty(0).Max();
        double[] ratios = new double[errors.Length];
        double least = double.PositiveInfinity;
        for (int j = 0; j < errors.Length; j++)
        {
            // A column with next to no part of V cannot be divided by.
            bool isOut = isChosen[j] || (parts[j] <= Scalar<T>.Epsilon * largestPart && largestPart > 0);
            ratios[j] = isOut ? double.PositiveInfinity : largestPart > 0 ? Math.Max(errors[j], rounding) / parts[j] : 0;
            least = Math.Min(least, ratios[j]);
        }

        double slack = Tuning<SelectionTuning>.Current.PivotTieUnits * Scalar<T>.Epsilon * least;
        return double.IsInfinity(least) ? Array.IndexOf(isChosen, false) : Ties.FirstLargest([.. ratios.Select(ratio => -ratio)], slack);
    }
}

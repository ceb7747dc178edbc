using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.Selection;

/// <summary>Selectors that look at a basis V of a row space (n × k, orthonormal columns), and so choose k columns.</summary>
internal static class SubspaceSelectors<T>
    where T : unmanaged, INumberBase<T>
{
    private const double TieFactor = 8;

    /// <summary>
    /// DEIM (U-11): for each vector in turn, the row where it differs most from its interpolation in the rows chosen so far. These are
    /// the pivots of LU with partial pivoting; rows are not exchanged here, so that of equals the lowest is taken.
    /// </summary>
    public static int[] Deim(DenseMatrix<T> v)
    {
        int k = v.ColumnCount;
        using Workspace<T> workspace = new();
        DenseMatrix<T> x = workspace.Rent(v.RowCount, k);
        Kernels<T>.Copy(v.Span, x.Span);
        DenseMatrix<T> factors = workspace.Rent(1, k);
        int[] rows = new int[k];
        bool[] isChosen = new bool[v.RowCount];
        for (int s = 0; s < k; s++)
        {
            Span<T> residual = x.Span.Major(s);
            double largest = -1;
            for (int i = 0; i < residual.Length; i++)
            {
                double magnitude = isChosen[i] ? -1 : Scalar<T>.Abs(residual[i]);
                if (magnitude > largest + (TieFactor * Scalar<T>.Epsilon))
                {
                    largest = magnitude;
                    rows[s] = i;
                }
            }

            int pivot = rows[s];
            isChosen[pivot] = true;
            T value = residual[pivot];
            if (T.IsZero(value) || s == k - 1)
            {
                continue; // no vector is zero, so a zero pivot comes only with a repeated vector: nothing to eliminate
            }

            MatrixSpan<T> rest = x.Span.Columns(s + 1, k - s - 1);
            MatrixSpan<T> row = factors.Span.Columns(s + 1, k - s - 1);
            for (int t = 0; t < rest.ColumnCount; t++)
            {
                row[0, t] = rest[pivot, t] / value;
            }

            Kernels<T>.Gemm(-T.One, x.Span.Columns(s, 1), row, T.One, rest);
        }

        return rows;
    }

    /// <summary>
    /// Adaptive randomised pivoting: rows of V drawn in turn with probability proportional to the square of what they have outside those
    /// before, which is the projection determinantal process P(J) = |det V_J|² (E7).
    /// </summary>
    public static int[] DrawAdaptively(DenseMatrix<T> v, IndexSampler sampler)
    {
        using Workspace<T> workspace = new();
        DenseMatrix<T> rows = workspace.Rent(v.ColumnCount, v.RowCount);
        Kernels<T>.Copy(v.Span.ConjugateTranspose(), rows.Span);
        EarlyPivotedQr<T> qr = EarlyPivotedQr<T>.Of(
            rows, v.ColumnCount, 0, 0, workspace, draw: (squares, draw) => sampler.Draw(squares, draw));
        return SkeletonBasis<T>.FillUp(qr.Pivots, v.ColumnCount, v.RowCount);
    }

    /// <summary>
    /// Osinsky's choice: with E = A − AVVᴴ, the column j of least ‖E_j‖² / ‖V_j‖², and then both with that column taken out,
    /// E := E (I − e_j c), c = V_j Vᴴ / ‖V_j‖². Each step multiplies ‖E‖² by 1 + 1/(dimensions left) at most, since that is its mean (E7).
    /// </summary>
    /// <param name="a">A, m × n.</param>
    /// <param name="v">V, n × k.</param>
    public static int[] Osinsky(DenseMatrix<T> a, DenseMatrix<T> v)
    {
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
        double rounding = Math.Max(a.RowCount, n) * Scalar<T>.Epsilon;
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

    /// <summary>A set of singular vectors drawn as volume sampling wants it: P(S) ∝ Π σ_i² over S (by elementary symmetric polynomials;
    /// Kulesza and Taskar 2012, algorithm 8).</summary>
    public static int[] DrawVectors(double[] singularValues, int count, IndexSampler sampler, int firstDraw)
    {
        double largest = singularValues.Length == 0 ? 0 : singularValues[0];
        double[] squares = [.. singularValues.Select(s => largest == 0 ? 0 : s / largest * (s / largest))];
        int length = squares.Length;

        // e[j, i] = e_j of the first i squares, each row scaled by its last, since only ratios within neighbouring columns are used.
        double[,] logarithms = new double[count + 1, length + 1];
        for (int j = 1; j <= count; j++)
        {
            logarithms[j, 0] = double.NegativeInfinity;
            for (int i = 1; i <= length; i++)
            {
                logarithms[j, i] = AddLogarithms(logarithms[j, i - 1], Math.Log(squares[i - 1]) + logarithms[j - 1, i - 1]);
            }
        }

        List<int> chosen = [];
        int left = count;
        for (int i = length; left > 0; i--)
        {
            double probability = i == left ? 1 : Math.Exp(Math.Log(squares[i - 1]) + logarithms[left - 1, i - 1] - logarithms[left, i]);
            if (sampler.Uniform(firstDraw + i) < probability || !(logarithms[left, i] > double.NegativeInfinity))
            {
                chosen.Add(i - 1);
                left--;
            }
        }

        chosen.Reverse();
        return [.. chosen];
    }

    /// <summary>η = ‖V_J⁻¹‖₂.</summary>
    public static double BasisConstant(DenseMatrix<T> v, int[] rows)
    {
        if (rows.Length == 0)
        {
            return 1;
        }

        DenseMatrix<T> chosen = DenseMatrix.Uninitialized<T>(rows.Length, v.ColumnCount, MatrixLayout.ColumnMajor);
        Kernels<T>.GatherRows(v.Span, rows, chosen.Span);
        double[] s = new double[Math.Min(rows.Length, v.ColumnCount)];
        Kernels<T>.SingularValues(chosen.Span, s);
        return 1 / s[^1];
    }

    private static double AddLogarithms(double x, double y)
    {
        double larger = Math.Max(x, y);
        return double.IsNegativeInfinity(larger) ? larger : larger + Math.Log(1 + Math.Exp(Math.Min(x, y) - larger));
    }

    private static int Best(double[] errors, double[] parts, bool[] isChosen, double rounding)
    {
        int best = -1;
        double least = double.PositiveInfinity;
        double largestPart = parts.Where((_, j) => !isChosen[j]).DefaultIfEmpty(0).Max();
        for (int j = 0; j < errors.Length; j++)
        {
            // A column with next to no part of V cannot be divided by.
            if (isChosen[j] || (parts[j] <= Scalar<T>.Epsilon * largestPart && largestPart > 0))
            {
                continue;
            }

            double ratio = largestPart > 0 ? Math.Max(errors[j], rounding) / parts[j] : 0;
            if (ratio < least * (1 - (TieFactor * Scalar<T>.Epsilon)))
            {
                least = ratio;
                best = j;
            }
        }

        return best < 0 ? Array.FindIndex(isChosen, chosen => !chosen) : best;
    }
}

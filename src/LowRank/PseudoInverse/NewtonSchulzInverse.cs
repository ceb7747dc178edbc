using System.Globalization;
using System.Numerics;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.PseudoInverses;

/// <summary>
/// The third-order iteration X ← [I + ¼ (I − XB)(3I − XB)²] X from X₀ = Bᴴ / (‖B‖₁ ‖B‖_∞): it maps a residual e to ¾e³ + ¼e⁴, and
/// lifts the weakest directions by 13/4 a step. Rounding in the null space is lifted too, so the iteration ends as soon as ‖BXB − B‖ is
/// rounding and stagnates.
/// </summary>
internal static class NewtonSchulzInverse<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>The inverse, or null with the reason why the iteration did not settle.</summary>
    public static (Inversion<T>? Inversion, string Reason) Try(TallInput<T> input, double norm, ThresholdRule rule, RunContext context)
    {
        PseudoInverseTuning tuning = Tuning<PseudoInverseTuning>.Current;
        int m = input.RowCount;
        int n = input.ColumnCount;
        if (norm == 0 || n == 0)
        {
            return (null, "a zero matrix");
        }

        // In units of a power of two near ‖B‖_F, so that no product overflows; a power of two costs no digits.
        double unit = Math.ScaleB(1, Math.ILogB(norm));
        if (!T.IsFinite(Scalar<T>.FromDouble(1 / unit)) || T.IsZero(Scalar<T>.FromDouble(1 / unit)))
        {
            return (null, "the entries are at the end of the range of the number type");
        }

        using Workspace<T> workspace = new();
        DenseMatrix<T> b = workspace.Rent(m, n);
        input.CopyTo(b, context.MaxDegreeOfParallelism);
        Kernels<T>.Scale(Scalar<T>.FromDouble(1 / unit), b.Span);
        double scaledNorm = norm / unit;

        DenseMatrix<T> x = workspace.Rent(n, m);
        DenseMatrix<T> next = workspace.Rent(n, m);
        DenseMatrix<T> p = workspace.Rent(n, n);
        DenseMatrix<T> defect = workspace.Rent(n, n);
        DenseMatrix<T> factor = workspace.Rent(n, n);
        DenseMatrix<T> residual = workspace.Rent(m, n);
        Kernels<T>.Copy(b.Span.ConjugateTranspose(), x.Span);
        Kernels<T>.Scale(Scalar<T>.FromDouble(1 / (OneNorm(b.Span) * OneNorm(b.Span.Transpose()))), x.Span);

        double best = double.PositiveInfinity;
        for (int iteration = 0; iteration <= tuning.NewtonSchulzSteps; iteration++)
        {
            context.Step(string.Create(CultureInfo.InvariantCulture, $"Newton–Schulz iteration {iteration}"), iteration,
                tuning.NewtonSchulzSteps + 2);
            Kernels<T>.Gemm(T.One, x.Span, b.Span, T.Zero, p.Span);
            Kernels<T>.Copy(p.Span, defect.Span);
            Negate(defect.Span, 1);                                                   // I − P
            Kernels<T>.Gemm(T.One, b.Span, defect.Span, T.Zero, residual.Span);       // B − BXB
            double size = Kernels<T>.FrobeniusNorm(residual.Span);
            double rounding = tuning.RoundingOfNewtonSchulz * Scalar<T>.Epsilon * scaledNorm * (
                Math.Sqrt(n) + (Kernels<T>.FrobeniusNorm(x.Span) * scaledNorm));
            if (best <= rounding && !(size < 0.5 * best))
            {
                // The step before this one was the last that helped; its iterate stands in `next`.
                return Finish(input, next, b, unit, iteration - 1, best, rule, workspace);
            }

            best = Math.Min(best, size);
            if (!double.IsFinite(size))
            {
                break;
            }

            // F = I + ¼ (I − P)(3I − P)².
            Negate(p.Span, 3);
            Kernels<T>.Gemm(T.One, p.Span, p.Span, T.Zero, factor.Span);
            Kernels<T>.Gemm(Scalar<T>.FromDouble(0.25), defect.Span, factor.Span, T.Zero, p.Span);
            AddToDiagonal(p.Span, T.One);
            Kernels<T>.Gemm(T.One, p.Span, x.Span, T.Zero, next.Span);
            (x, next) = (next, x);
        }

        return (null, string.Create(CultureInfo.InvariantCulture,
            $"Newton–Schulz did not settle in {tuning.NewtonSchulzSteps} iterations: ‖AXA − A‖ came down to {best * unit:G2}"));
    }

    private static (Inversion<T>? Inversion, string Reason) Finish(
        TallInput<T> input, DenseMatrix<T> x, DenseMatrix<T> b, double unit, int iterations, double leftOver, ThresholdRule rule,
            Workspace<T> workspace)
    {
        int n = b.ColumnCount;
        DenseMatrix<T> p = workspace.Rent(n, n);
        Kernels<T>.Gemm(T.One, x.Span, b.Span, T.Zero, p.Span);
        double trace = 0;
        for (int i = 0; i < n; i++)
        {
            trace += Scalar<T>.ToDouble(p.Span[i, i]);
        }

        int rank = (int)Math.Round(trace);
        double norm = Kernels<T>.FrobeniusNorm(x.Span);
        double scale = Math.Max(1, norm * Kernels<T>.FrobeniusNorm(b.Span));
        DenseMatrix<T> square = workspace.Rent(n, n);
        Kernels<T>.Copy(p.Span, square.Span);
        Kernels<T>.Gemm(T.One, p.Span, p.Span, -T.One, square.Span);
        double defect = Kernels<T>.FrobeniusNorm(square.Span);
        if (!(defect <= Tuning<PseudoInverseTuning>.Current.RoundingOfNewtonSchulz * Scalar<T>.Epsilon * n * scale) || rank == 0)
        {
            return (null, string.Create(
                CultureInfo.InvariantCulture, $"Newton–Schulz left ‖P² − P‖ = {defect:G2} for P = XA, which is no projector"));
        }

        // σ_r ≥ 1/‖X‖_F: what was inverted counts by the threshold too.
        double smallest = 1 / norm;
        double threshold = rule.Of(Kernels<T>.FrobeniusNorm(b.Span) * unit) / unit;
        if (!(smallest > threshold))
        {
            return (null, "Newton–Schulz inverted what may count as zero by the threshold");
        }

        if (rank < n && !(leftOver <= Tuning<PseudoInverseTuning>.Current.LargestLeftOver * threshold))
        {
            return (null, string.Create(CultureInfo.InvariantCulture,
                $"Newton–Schulz left ‖AXA − A‖ = {leftOver * unit:G2}, which may hide singular values that count"));
        }

        DenseMatrix<T> result = DenseMatrix.Uninitialized<T>(input.Matrix.ColumnCount, input.Matrix.RowCount, MatrixLayout.RowMajor);
        Kernels<T>.Copy(input.IsAdjoint ? x.Span.ConjugateTranspose() : x.Span, result.Span);
        Kernels<T>.Scale(Scalar<T>.FromDouble(1 / unit), result.Span);
        Lazy<KeptSpectrum> spectrum = new(() =>
        {
            double[] inverse = new double[Math.Min(result.RowCount, result.ColumnCount)];
            Kernels<T>.SingularValues(result.Span, inverse);
            double[] values = [.. inverse.Take(rank).Reverse().Select(s => 1 / s)];
            return new KeptSpectrum(values, rule.Of(values[0]), SvdDriver.DivideAndConquer);
        });
        return (
            new Inversion<T>(
                new DenseInverse<T>(result, rank),
                PseudoInverseMethod.NewtonSchulz,
                string.Create(CultureInfo.InvariantCulture, $"asked for; it settled after {iterations} iterations on rank {rank}"),
                spectrum,
                smallest * unit,
                () => Kernels<T>.FrobeniusNorm(result.Span)),
            "");
    }

    /// <summary>A := c I − A.</summary>
    private static void Negate(MatrixSpan<T> a, double c)
    {
        Kernels<T>.Scale(-T.One, a);
        AddToDiagonal(a, Scalar<T>.FromDouble(c));
    }

    private static void AddToDiagonal(MatrixSpan<T> a, T value)
    {
        for (int i = 0; i < a.RowCount; i++)
        {
            a[i, i] += value;
        }
    }

    /// <summary>‖B‖₁, the largest sum of magnitudes in a column.</summary>
    private static double OneNorm(MatrixSpan<T> b)
    {
        double[] sums = new double[b.ColumnCount];
        bool isColumns = b.Layout == MatrixLayout.ColumnMajor;
        for (int i = 0; i < b.MajorCount; i++)
        {
            ReadOnlySpan<T> vector = b.Major(i);
            for (int j = 0; j < vector.Length; j++)
            {
                sums[isColumns ? i : j] += Scalar<T>.Abs(vector[j]);
            }
        }

        return sums.Max();
    }
}

using System.Numerics;
using System.Numerics.Tensors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.Errors;

/// <summary>‖E‖² of a positive semidefinite E from its products with Gaussian probes alone.</summary>
/// <remarks>
/// The products make a Nyström approximation Ê = EZ (ZᴴEZ)⁺ (EZ)ᴴ, whose norm is known. With Ê_j that of all probes but z_j, <c>‖E‖² ≈
/// mean_j (‖Ê_j‖² + ‖E z_j‖² − ‖Ê_j z_j‖²)</c>, which has the mean ‖E‖². A few directions that carry E are seen exactly. Source: the
/// leave-one-out form of XNysTrace (Epperly, Tropp and Webber, "XTrace", SIAM J. Matrix Anal. Appl. 45 (2024)), for squares.
/// </remarks>
internal static class SemidefiniteProbes<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>What probes show of E = A − Â, where Â and E are semidefinite: <c>‖A‖² ≥ ‖Â‖² + ‖E‖²</c>.</summary>
    /// <param name="norm">‖A‖_F; null where it is not known.</param>
    /// <param name="captured">‖Â‖_F.</param>
    /// <param name="probes">Z, n × p.</param>
    /// <param name="products">A Z.</param>
    /// <param name="residual">E Z.</param>
    public static Residual Residual(
        double? norm, double captured, DenseMatrix<T> probes, DenseMatrix<T> products, DenseMatrix<T> residual)
    {
        double size = norm ?? double.Hypot(captured, ResidualEstimator<T>.Norm(residual));
        ProbeFigure figure = Of(probes, residual, ResidualEstimator<T>.RoundingFloor(probes.RowCount) * size);
        if (norm is null && size > 0)
        {
            // ‖Â‖² is known, so the probes need only tell the difference.
            using Workspace<T> workspace = new();
            DenseMatrix<T> inside = workspace.Rent(residual.RowCount, residual.ColumnCount);
            for (int j = 0; j < inside.ColumnCount; j++)
            {
                TensorPrimitives.Subtract<T>(products.Span.Major(j), residual.Span.Major(j), inside.Span.Major(j));
            }

            double all = ResidualEstimator<T>.Norm(products) / size;
            double seen = ResidualEstimator<T>.Norm(inside) / size;
            double known = captured / size;
            size = Math.Max(
                double.Hypot(captured, figure.Root), size * Math.Sqrt(Math.Max(0, (known * known) + ((all - seen) * (all + seen)))));
        }

        return ResidualEstimator<T>.OfFigure(size, figure, norm is null ? captured : null);
    }

    /// <summary>The figure; that of plain probes where E is near to rounding, or not semidefinite.</summary>
    /// <param name="probes">Z, n × p.</param>
    /// <param name="products">E Z, n × p.</param>
    /// <param name="noise">How large what is rounding in E may be.</param>
    public static ProbeFigure Of(DenseMatrix<T> probes, DenseMatrix<T> products, double noise)
    {
        int p = probes.ColumnCount;
        double unit = products.FrobeniusNorm();
        ProbeFigure plain = ResidualEstimator<T>.Plain(unit);
        double smallest = ResidualEstimator<T>.SmallestDirection(unit, p, noise);
        if (double.IsInfinity(smallest))
        {
            return plain;
        }

        // H = ZᴴEZ = V Λ Vᴴ, and E ≈ F Fᴴ with F = EZ V Λ^(−1/2).
        using Workspace<T> workspace = new();
        DenseMatrix<T> scaled = workspace.Rent(products.RowCount, p);
        DenseMatrix<T> v = workspace.Rent(p, p);
        double[] values = new double[p];
        Kernels<T>.Copy(products.Span, scaled.Span);
        Kernels<T>.Scale(Scalar<T>.FromDouble(1 / unit), scaled.Span);
        Kernels<T>.Gemm(T.One, probes.Span.ConjugateTranspose(), scaled.Span, T.Zero, v.Span);
        Kernels<T>.Eigh(v.Span, values);
        double floor = smallest * values[^1];
        int found = values.Count(value => value > floor);
        if (!(values[^1] > 0) || values[0] < -floor)
        {
            return plain;
        }

        DenseMatrix<T> directions = v.AsColumns(p - found, found);
        double[] roots = [.. values[(p - found)..].Select(Math.Sqrt)];
        DenseMatrix<T> f = workspace.Rent(products.RowCount, found);
        Kernels<T>.Gemm(T.One, scaled.Span, directions.Span, T.Zero, f.Span);
        for (int i = 0; i < found; i++)
        {
            Kernels<T>.ScaleVector(Scalar<T>.FromDouble(1 / roots[i]), f.Span.Major(i));
        }

        DenseMatrix<T> gram = workspace.Rent(found, found);
        Kernels<T>.Gemm(T.One, f.Span.ConjugateTranspose(), f.Span, T.Zero, gram.Span);
        double norm = gram.FrobeniusNorm();
        double squared = norm * norm;
        if (found == p)
        {
            squared += LeftOut(directions, roots, gram, workspace);
        }

        return plain with { Squared = squared };
    }

    /// <summary>
    /// mean_j (‖Ê_j‖² − ‖Ê‖² + ‖E z_j‖² − ‖Ê_j z_j‖²). With y_j = Λ^½ Vᴴ e_j, x_j = Λ^(−½) Vᴴ e_j, w = x_j / ‖x_j‖ and K = FᴴF: Ê_j = Ê −
    /// F w wᴴ Fᴴ, and E z_j − Ê_j z_j = F w / ‖x_j‖.
    /// </summary>
    private static double LeftOut(DenseMatrix<T> v, double[] roots, DenseMatrix<T> gram, Workspace<T> workspace)
    {
        int p = roots.Length;
        DenseMatrix<T> w = workspace.Rent(p, p);
        DenseMatrix<T> kw = workspace.Rent(p, p);
        Kernels<T>.Copy(v.Span.ConjugateTranspose(), w.Span);
        Kernels<T>.ScaleRows([.. roots.Select(root => 1 / root)], w.Span);
        double[] lengths = new double[p];
        for (int j = 0; j < p; j++)
        {
            lengths[j] = Kernels<T>.FrobeniusNorm(w.Span.Columns(j, 1));
            Kernels<T>.ScaleVector(Scalar<T>.FromDouble(1 / lengths[j]), w.Span.Major(j));
        }

        Kernels<T>.Gemm(T.One, gram.Span, w.Span, T.Zero, kw.Span);
        double sum = 0;
        for (int j = 0; j < p; j++)
        {
            double wkw = 0;
            double ykw = 0;
            double kk = 0;
            for (int i = 0; i < p; i++)
            {
                T image = kw[i, j];
                wkw += Scalar<T>.ToDouble(Scalar<T>.Conjugate(w[i, j]) * image);
                ykw += Scalar<T>.ToDouble(v[j, i] * image) * roots[i];
                kk += Scalar<T>.Abs(image) * Scalar<T>.Abs(image);
            }

            sum += (wkw * wkw) - (2 * kk) + (2 * ykw / lengths[j]) - (wkw / lengths[j] / lengths[j]);
        }

        return sum / p;
    }
}

using System.Numerics;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Operators;
using LowRank.Tall;

namespace LowRank.Errors;

/// <summary>
/// ‖E‖² from products E Z with Gaussian probes, and with what E has in the directions that these have found, so that a few directions that
/// carry E are seen exactly.
/// </summary>
/// <remarks>
/// With E Z = U C the part ‖UᴴE‖² is known, and what is left follows by leaving out each probe in turn, as XTrace does: with u_j the
/// direction of range(U) that the other probes have not found, <c>‖E‖² ≈ ‖UᴴE‖² + mean_j (|u_jᴴEz_j|² − ‖u_jᴴE‖²)</c>. The mean is ‖E‖².
/// Source: Epperly, Tropp and Webber, "XTrace", SIAM J. Matrix Anal. Appl. 45 (2024), for the trace of EᴴE; Meyer, Musco, Musco and
/// Woodruff, "Hutch++", SOSA 2021, for the split that bounds follow from: half of the probes find directions, the other half measure the
/// rest, and given the first half this has the law of plain probes.
/// </remarks>
internal static class DeflatedProbes<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>The figure of E = (I − QQᴴ) A, at one product with Aᴴ; null where E is too near to rounding for directions to be
    /// seen.</summary>
    /// <param name="a">A, m × n.</param>
    /// <param name="q">Q, m × l, orthonormal columns.</param>
    /// <param name="products">E Z, m × p; overwritten.</param>
    /// <param name="norm">‖A‖_F, roughly.</param>
    /// <param name="workspace">What the memory is rented from.</param>
    public static ProbeFigure? OfBasis(ILinearOperator<T> a, TallBlock<T> q, TallBlock<T> products, double norm, Workspace<T> workspace)
    {
        double noise = ResidualEstimator<T>.RoundingFloor(q.Space.Larger(a.ColumnCount)) * norm;
        bool isOutside = true;
        ProbeFigure? figure = Of(products, noise, a.ColumnCount, workspace, (u, image) =>
        {
            // What rounding has left of Q in U would bring a part of A back; a direction that is mostly that is none.
            u.Deflate(q, workspace);
            isOutside = q.Space.Agree(u.ColumnNorms().All(length => length > Tuning<ErrorsTuning>.Current.ShareOutside));
            if (!isOutside)
            {
                Kernels<T>.Fill(T.Zero, image.Span);
                return null;
            }

            DenseMatrix<T> r = workspace.Rent(u.ColumnCount, u.ColumnCount);
            Orthonormalizer<T>.Orthonormalize(u, r);
            a.MultiplyAdjoint(u.Local, image);
            return r;
        });
        return isOutside ? figure : null;
    }

    /// <summary>The figure of any E; null where it is too near to rounding.</summary>
    /// <param name="products">E Z, m × p; overwritten.</param>
    /// <param name="noise">How large what is rounding in E may be.</param>
    /// <param name="columns">n, the number of E's columns.</param>
    /// <param name="workspace">What the memory is rented from.</param>
    /// <param name="project">Writes EᴴU for an orthonormal U, m × d, of the range of E Z. Where it puts U' in its place, with U = U' R, it
    /// returns R, else null.</param>
    public static ProbeFigure? Of(
        TallBlock<T> products, double noise, int columns, Workspace<T> workspace,
        Func<TallBlock<T>, DenseMatrix<T>, DenseMatrix<T>?> project)
    {
        RowSpace space = products.Space;
        int count = products.ColumnCount;
        int p = (int)Math.Min(count, space.Count);
        double unit = products.FrobeniusNorm();
        double smallest = ResidualEstimator<T>.SmallestDirection(unit, count, noise);
        if (!space.Agree(double.IsFinite(smallest)))
        {
            return null;
        }

        // Of size 1, so that squares neither overflow nor vanish.
        Kernels<T>.Scale(Scalar<T>.FromDouble(1 / unit), products.Local.Span);
        TallBlock<T> y = products.AsColumns(0, p);
        DenseMatrix<T> r = workspace.Rent(p, p);
        Orthonormalizer<T>.Householder(y, r);
        ThinSvd<T> svd = ThinSvd<T>.Of(r);
        space.Unify(svd.U);
        int found = space.Agree(svd.S.Count(s => s > smallest * svd.S[0]));
        TallBlock<T> u = TallBlock<T>.Rent(workspace, space, found);
        y.Multiply(T.One, svd.U.AsColumns(0, found).Span, T.Zero, u);
        DenseMatrix<T> coordinates = workspace.Rent(found, p);
        Kernels<T>.Copy(svd.VT.AsRows(0, found).Span, coordinates.Span);
        Kernels<T>.ScaleRows(svd.S.AsSpan(0, found), coordinates.Span);
        DenseMatrix<T> image = workspace.Rent(columns, found);
        if (project(u, image) is { } change)
        {
            DenseMatrix<T> changed = workspace.Rent(found, p);
            Kernels<T>.Gemm(T.One, change.Span, coordinates.Span, T.Zero, changed.Span);
            coordinates = changed;
        }

        space.Unify(coordinates);
        Kernels<T>.Scale(Scalar<T>.FromDouble(1 / unit), image.Span);
        DenseMatrix<T> gram = workspace.Rent(found, found);
        Kernels<T>.Gemm(T.One, image.Span.ConjugateTranspose(), image.Span, T.Zero, gram.Span);
        double below = svd.S.AsSpan(found).ToArray().Sum(s => s * s);
        bool isAll = p == space.Count;
        double left = found < p || isAll ? below / p : LeftOut(coordinates, gram, workspace);
        double inside = Inside(gram, null, workspace);
        ProbeBound bound = isAll || found <= p / 2
            ? new ProbeBound(0, 0, inside, below / (p - (p / 2)), p - (p / 2)) : Split(coordinates, gram, below, workspace);
        return new ProbeFigure(unit, inside + Math.Max(0, left), bound with
        {
            All = 1.0 / count, Degrees = count * Scalar<T>.RealDimension, RestDegrees = bound.RestDegrees * Scalar<T>.RealDimension,
        });
    }

    /// <summary>mean_j (|u_jᴴ E z_j|² − ‖u_jᴴE‖²): u_jᴴ is row j of C⁻¹, of length 1.</summary>
    private static double LeftOut(DenseMatrix<T> coordinates, DenseMatrix<T> gram, Workspace<T> workspace)
    {
        int p = coordinates.ColumnCount;
        DenseMatrix<T> inverse = workspace.Rent(p, p);
        DenseMatrix<T> product = workspace.Rent(p, p);
        int[] exchanges = new int[p];
        Kernels<T>.Copy(coordinates.Span, inverse.Span);
        if (!Kernels<T>.LuFactor(inverse.Span, exchanges))
        {
            return 0;
        }

        Kernels<T>.LuInvert(inverse.Span, exchanges);
        Kernels<T>.Gemm(T.One, inverse.Span, gram.Span, T.Zero, product.Span);
        double sum = 0;
        for (int j = 0; j < p; j++)
        {
            double length = 0;
            double known = 0;
            for (int i = 0; i < p; i++)
            {
                double entry = Scalar<T>.Abs(inverse[j, i]);
                length += entry * entry;
                known += Scalar<T>.ToDouble(product[j, i] * Scalar<T>.Conjugate(inverse[j, i]));
            }

            sum += (1 - known) / length;
        }

        return sum / p;
    }

    /// <summary>What the first half of the probes finds, and what the others see outside it.</summary>
    private static ProbeBound Split(DenseMatrix<T> coordinates, DenseMatrix<T> gram, double below, Workspace<T> workspace)
    {
        int half = coordinates.ColumnCount / 2;
        int others = coordinates.ColumnCount - half;
        DenseMatrix<T> basis = workspace.Rent(coordinates.RowCount, half);
        DenseMatrix<T> rest = workspace.Rent(coordinates.RowCount, others);
        Kernels<T>.Copy(coordinates.AsColumns(0, half).Span, basis.Span);
        Kernels<T>.Copy(coordinates.AsColumns(half, others).Span, rest.Span);
        Orthonormalizer<T>.Householder(basis);
        ResidualEstimator<T>.Deflate(basis, rest, workspace);
        double outside = rest.FrobeniusNorm();
        return new ProbeBound(0, 0, Inside(gram, basis, workspace), ((outside * outside) + below) / others, others);
    }

    /// <summary>The trace of PᴴGP; of G without a P.</summary>
    private static double Inside(DenseMatrix<T> gram, DenseMatrix<T>? basis, Workspace<T> workspace)
    {
        double sum = 0;
        DenseMatrix<T> product = gram;
        if (basis is not null)
        {
            product = workspace.Rent(basis.RowCount, basis.ColumnCount);
            Kernels<T>.Gemm(T.One, gram.Span, basis.Span, T.Zero, product.Span);
        }

        for (int j = 0; j < product.ColumnCount; j++)
        {
            for (int i = 0; i < product.RowCount; i++)
            {
                sum += basis is not null ? Scalar<T>.ToDouble(Scalar<T>.Conjugate(basis[i, j]) * product[i, j])
                    : i == j ? Scalar<T>.ToDouble(product[i, j]) : 0;
            }
        }

        return sum;
    }
}

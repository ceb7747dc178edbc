using System.Numerics;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Random;
using LowRank.Tall;

namespace LowRank.Errors;

/// <summary>‖(I − QQᴴ)A‖₂ of a basis: from below, and from above with a chosen certainty.</summary>
/// <param name="LowerBound">What a Krylov space found of it.</param>
/// <param name="Tail">How far it may lie above.</param>
/// <param name="Looks">How many bases have been judged by the same probes to get to this one; the probability of failure is shared among
/// them.</param>
internal readonly record struct SpectralResidual(double LowerBound, KrylovTail Tail, int Looks)
{
    /// <summary>The whole of A is captured, but for rounding.</summary>
    public static SpectralResidual None => new(0, new KrylovTail(0, 1, 1, false, true), 1);

    /// <summary>The bound that a tolerance is kept by.</summary>
    public double Safe => UpperBound(Tuning<ErrorsTuning>.Current.FailureProbability);

    /// <summary>δ, δ/2, δ/4 … of it for one look after the other, so that all bounds hold together.</summary>
    public double UpperBound(double failureProbability) => LowerBound * Tail.Inflation(Math.ScaleB(failureProbability, -Looks));

    /// <summary>Six products with A and five with Aᴴ of ten columns each.</summary>
    /// <param name="a">A, m × n.</param>
    /// <param name="q">Q, m × l, orthonormal columns, which do not depend on the probes of this seed but for when they stopped
    /// growing.</param>
    /// <param name="looks">Which look at A this is, from 1 on.</param>
    /// <param name="seed">The seed of the probes.</param>
    /// <param name="context">The running call.</param>
    /// <param name="stream">The stream of the probes: another one where the basis follows from what the first has shown.</param>
    public static SpectralResidual Of<T>(
        ILinearOperator<T> a, TallBlock<T> q, int looks, ulong seed, RunContext context, RandomStream stream = RandomStream.Probe)
        where T : unmanaged, INumberBase<T>
    {
        if (q.Space.Count == 0 || a.ColumnCount == 0 || q.ColumnCount == q.Space.Count)
        {
            return None;
        }

        using Workspace<T> workspace = new();
        DeflatedOperator<T> outside = new(a, q);
        ErrorsTuning tuning = Tuning<ErrorsTuning>.Current;
        int starts = Math.Min(tuning.SpectralStarts, a.ColumnCount);
        KrylovNorm<T> krylov = KrylovNorm<T>.Of(outside, starts, tuning.SpectralSteps, seed, stream, context.Silent, workspace);
        return new SpectralResidual(LargestSingularValue(krylov.Image), krylov.Tail, looks);
    }

    /// <summary>The same of this part's rows of Q.</summary>
    public static SpectralResidual Of<T>(
        ILinearOperator<T> a, DenseMatrix<T> q, int looks, ulong seed, RunContext context, RandomStream stream = RandomStream.Probe)
        where T : unmanaged, INumberBase<T> => Of(a, new TallBlock<T>(q, RowSpace.Of(a)), looks, seed, context, stream);

    /// <summary>σ₁ of a block; of one in parts as the root of the largest eigenvalue of the Gram matrix, which is as accurate.</summary>
    public static double LargestSingularValue<T>(TallBlock<T> a)
        where T : unmanaged, INumberBase<T>
    {
        double norm = a.Space.IsLocal ? 0 : a.FrobeniusNorm();
        if (a.Space.IsLocal || !(norm > 0) || !T.IsFinite(Scalar<T>.FromDouble(1 / norm)))
        {
            return a.Space.IsLocal ? LargestSingularValue(a.Local) : norm;
        }

        using Workspace<T> workspace = new();
        TallBlock<T> scaled = TallBlock<T>.Rent(workspace, a.Space, a.ColumnCount);
        Kernels<T>.Copy(a.Local.Span, scaled.Local.Span);
        Kernels<T>.Scale(Scalar<T>.FromDouble(1 / norm), scaled.Local.Span);
        DenseMatrix<T> gram = workspace.Rent(a.ColumnCount, a.ColumnCount);
        scaled.Gram(gram);
        double[] eigenvalues = new double[a.ColumnCount];
        Kernels<T>.Eigh(gram.Span, eigenvalues);
        return norm * Math.Sqrt(Math.Max(0, eigenvalues[^1]));
    }

    /// <summary>σ₁ of a matrix.</summary>
    public static double LargestSingularValue<T>(DenseMatrix<T> a)
        where T : unmanaged, INumberBase<T>
    {
        double[] values = new double[Math.Min(a.RowCount, a.ColumnCount)];
        Kernels<T>.SingularValues(a.Span, values);
        return values.Length == 0 ? 0 : values[0];
    }
}

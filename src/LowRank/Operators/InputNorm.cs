using System.Numerics;
using LowRank.Execution;
using LowRank.Matrices;

namespace LowRank.Operators;

/// <summary>The norm of an input, and with it the check that its entries are finite.</summary>
internal static class InputNorm
{
    /// <summary>‖A‖_F; null for an operator that does not know it. A matrix of subnormal numbers alone is refused.</summary>
    public static double? Of<T>(ILinearOperator<T> a, string name, RunContext context)
        where T : unmanaged, INumberBase<T>
    {
        double? norm = a is DenseMatrix<T> dense
            ? MatrixGuard.Finite(dense, name, context.MaxDegreeOfParallelism)
            : ((a as IFrobeniusNorm) ?? RowBlockOperator<T>.Of(a))?.FrobeniusNorm() is { } known ? Checked(known, a, name) : null;
        MatrixGuard.NotSubnormal(norm, a, name);
        return norm;
    }

    /// <summary>The norm, which must be finite.</summary>
    public static double Checked<T>(double norm, ILinearOperator<T> a, string name)
        where T : unmanaged, INumberBase<T> =>
        norm is >= 0 and < double.PositiveInfinity
            ? norm
            : throw new ArgumentException($"The Frobenius norm of {name} ({MatrixGuard.Shape(a)}) is {norm}; it must be finite.", name);
}

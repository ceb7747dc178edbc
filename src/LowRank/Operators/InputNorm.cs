using System.Numerics;
using LowRank.Execution;
using LowRank.Matrices;

namespace LowRank.Operators;

/// <summary>The norm of an input, and with it the check that its entries are finite.</summary>
internal static class InputNorm
{
    /// <summary>‖A‖_F; null for an operator that does not know it.</summary>
    public static double? Of<T>(ILinearOperator<T> a, string name, RunContext context)
        where T : unmanaged, INumberBase<T>
    {
        if (a is DenseMatrix<T> dense)
        {
            return MatrixGuard.Finite(dense, name, context.MaxDegreeOfParallelism);
        }

        double? norm = (a as IFrobeniusNorm)?.FrobeniusNorm();
        return norm is null or (>= 0 and < double.PositiveInfinity)
            ? norm
            : throw new ArgumentException($"The Frobenius norm of {name} ({MatrixGuard.Shape(a)}) is {norm}; it must be finite.", name);
    }
}

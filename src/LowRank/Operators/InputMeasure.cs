using System.Numerics;
using LowRank.Execution;
using LowRank.Matrices;

namespace LowRank.Operators;

/// <summary>
/// The norm of an input, and with it the check that its entries are finite: measured once, when it is first asked for, or on the way by
/// whoever reads A anyhow.
/// </summary>
internal sealed class InputMeasure<T>(CountedOperator<T> a, RunContext context)
    where T : unmanaged, INumberBase<T>
{
    private double? _norm;

    /// <summary>Whether it has been measured.</summary>
    public bool IsDone { get; private set; }

    /// <summary>‖A‖_F; null for an operator that does not know it.</summary>
    /// <exception cref="ArgumentException">An entry of A is NaN or infinite.</exception>
    public double? Value
    {
        get
        {
            if (!IsDone)
            {
                a.Count(a.Inner is DenseMatrix<T> or IFirstReading<T> { IsMeasured: false } ? 1 : 0, 0);
                Supply(InputNorm.Of(a.Inner, a.Name, context));
            }

            return _norm;
        }
    }

    /// <summary>Takes what was measured elsewhere.</summary>
    public void Supply(double? norm)
    {
        MatrixGuard.NotSubnormal(norm, a.Inner, a.Name);
        (_norm, IsDone) = (norm, true);
    }
}

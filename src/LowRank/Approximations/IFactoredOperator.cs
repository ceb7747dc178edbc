using System.Numerics;

namespace LowRank.Approximations;

/// <summary>What stands behind a low-rank result: factors that multiply and can be multiplied out.</summary>
internal interface IFactoredOperator<T>
    where T : unmanaged, INumberBase<T>
{
    int RowCount { get; }

    int ColumnCount { get; }

    int Rank { get; }

    void Multiply(DenseMatrix<T> x, DenseMatrix<T> destination);

    void MultiplyAdjoint(DenseMatrix<T> x, DenseMatrix<T> destination);

    /// <summary>Refuses a destination that a factor stands in.</summary>
    void RefuseOverlap(DenseMatrix<T> destination);

    /// <summary>The factors multiplied out, row-major.</summary>
    DenseMatrix<T> ToDense();
}

using System.Numerics;

namespace LowRank.Matrices;

/// <summary>An operator that writes itself out as a dense matrix better than its product with the identity would.</summary>
internal interface IDenseForm<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>A new m × n matrix.</summary>
    DenseMatrix<T> ToDense(MatrixLayout layout = MatrixLayout.RowMajor);
}

using LowRank;

namespace TextSearch;

/// <summary>What is done to vectors before their products are cosines.</summary>
internal static class Vectors
{
    /// <summary>Divides each column by its norm; a column of zeros stays.</summary>
    public static void NormalizeColumns(DenseMatrix<double> matrix)
    {
        for (int j = 0; j < matrix.ColumnCount; j++)
        {
            double norm = matrix.AsColumns(j, 1).FrobeniusNorm();
            for (int i = 0; i < matrix.RowCount && norm > 0; i++)
            {
                matrix[i, j] /= norm;
            }
        }
    }
}

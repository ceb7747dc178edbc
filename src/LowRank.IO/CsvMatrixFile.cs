using System.Numerics;
using System.Runtime.InteropServices;

namespace LowRank.IO;

/// <summary>A CSV file, which has been read already.</summary>
public sealed class CsvMatrixFile(string path, string format, int rowCount, int columnCount, List<double> real, List<double>? imaginary)
    : MatrixFile(path, rowCount, columnCount)
{
    public override string Format => format;

    public override string StoredType => imaginary is null ? "text" : "complex text";

    public override ElementType ElementType => imaginary is null ? ElementType.Float64 : ElementType.Complex128;

    protected override ILinearOperator<T> Read<T>(LoadOptions options)
    {
        CheckDenseSize<T>(options, "");
        T[] values = new T[real.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = imaginary is null ? T.CreateTruncating(real[i]) : T.CreateTruncating(new Complex(real[i], imaginary[i]));
        }

        int bad = FiniteCheck.FirstBad<T>(values);
        return bad < 0
            ? DenseMatrix.Wrap(values, RowCount, ColumnCount)
            : throw new MatrixFileException(
                Path, $"has {CollectionsMarshal.AsSpan(real)[bad]} in row {bad / ColumnCount + 1} (from byte 0 on), which is beyond "
                    + $"{ElementTypes.Of<T>().Name()}.");
    }
}

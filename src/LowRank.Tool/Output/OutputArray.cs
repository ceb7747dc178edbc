using System.Numerics;
using LowRank.IO;

namespace LowRank.Tool.Output;

/// <summary>One array of a result, under the name that it has in a .npz file.</summary>
internal abstract class OutputArray(string name)
{
    public string Name { get; } = name;

    public static OutputArray Of<T>(string name, DenseMatrix<T> matrix)
        where T : unmanaged, INumberBase<T> => new Matrix<T>(name, matrix);

    public static OutputArray Of<TNumber>(string name, ReadOnlyMemory<TNumber> values)
        where TNumber : unmanaged => new Vector<TNumber>(name, values);

    public abstract void WriteNpy(Stream stream, CancellationToken cancellationToken);

    public abstract void WriteCsv(TextWriter writer, CancellationToken cancellationToken);

    private sealed class Matrix<T>(string name, DenseMatrix<T> matrix) : OutputArray(name)
        where T : unmanaged, INumberBase<T>
    {
        public override void WriteNpy(Stream stream, CancellationToken cancellationToken) =>
            NpyFormat.Write(stream, matrix, cancellationToken);

        public override void WriteCsv(TextWriter writer, CancellationToken cancellationToken) =>
            CsvFormat.Write(writer, matrix, cancellationToken);
    }

    private sealed class Vector<TNumber>(string name, ReadOnlyMemory<TNumber> values) : OutputArray(name)
        where TNumber : unmanaged
    {
        public override void WriteNpy(Stream stream, CancellationToken cancellationToken) =>
            NpyFormat.Write(stream, values.Span, cancellationToken);

        public override void WriteCsv(TextWriter writer, CancellationToken cancellationToken)
        {
            foreach (TNumber value in values.Span)
            {
                writer.Write(CsvFormat.Text(value) + "\n");
            }
        }
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace LowRank.IO;

/// <summary>A matrix in a file whose header has been read and found sound. Its numbers are read by <see cref="Load{T}"/>.</summary>
public abstract class MatrixFile
{
    protected MatrixFile(string path, int rowCount, int columnCount)
    {
        Path = path;
        RowCount = rowCount;
        ColumnCount = columnCount;
    }

    public string Path { get; }

    public int RowCount { get; }

    public int ColumnCount { get; }

    /// <summary>What the file is, such as <c>NumPy .npy 1.0, C order</c>.</summary>
    public abstract string Format { get; }

    /// <summary>The type of the numbers in the file, in NumPy's words.</summary>
    public abstract string StoredType { get; }

    /// <summary>The library's type that suits the numbers best.</summary>
    public abstract ElementType ElementType { get; }

    /// <summary>The number of entries that the file holds; less than rows × columns where the others are zero.</summary>
    public virtual long EntryCount => (long)RowCount * ColumnCount;

    /// <summary>Reads the matrix: a <see cref="DenseMatrix{T}"/>, a <see cref="SparseMatrix{T}"/>, or for a large file a
    /// <see cref="MappedMatrix{T}"/>.</summary>
    /// <exception cref="MatrixFileException">The file is damaged, an entry is NaN or infinite, or T cannot hold the numbers.</exception>
    public ILinearOperator<T> Load<T>(LoadOptions options)
        where T : unmanaged, INumberBase<T>
    {
        CheckType<T>();
        return Read<T>(options);
    }

    /// <summary>Reads the matrix as a dense one.</summary>
    public DenseMatrix<T> LoadDense<T>(LoadOptions options)
        where T : unmanaged, INumberBase<T>
    {
        CheckType<T>();
        CheckDenseSize<T>(options, "");
        ILinearOperator<T> matrix = Read<T>(options with { LoadedBytes = long.MaxValue });
        if (matrix is DenseMatrix<T> dense)
        {
            return dense;
        }

        return ((SparseMatrix<T>)matrix).ToDense();
    }

    protected abstract ILinearOperator<T> Read<T>(LoadOptions options)
        where T : unmanaged, INumberBase<T>;

    /// <summary>Refuses what does not fit into an array, or into memory.</summary>
    protected void CheckDenseSize<T>(LoadOptions options, string advice)
        where T : unmanaged, INumberBase<T>
    {
        UInt128 count = (UInt128)(uint)RowCount * (uint)ColumnCount;
        UInt128 bytes = count * (uint)Unsafe.SizeOf<T>();
        if (count > (UInt128)Array.MaxLength || bytes > (UInt128)options.MostBytes)
        {
            throw new MatrixFileException(
                Path, $"the {RowCount} × {ColumnCount} matrix takes {bytes} bytes as a dense one, more than can be held.{advice}");
        }
    }

    private void CheckType<T>()
        where T : unmanaged, INumberBase<T>
    {
        if (ElementType == ElementType.Complex128 && typeof(T) != typeof(Complex))
        {
            throw new MatrixFileException(Path, $"holds {StoredType} numbers, which {ElementTypes.Of<T>().Name()} cannot hold.");
        }
    }
}

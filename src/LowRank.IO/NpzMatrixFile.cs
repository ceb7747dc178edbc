using System.IO.Compression;

namespace LowRank.IO;

/// <summary>An array in a zip archive.</summary>
public sealed class NpzMatrixFile : MatrixFile
{
    private readonly string _archive;
    private readonly string _entry;
    private readonly NpyHeader _header;

    public NpzMatrixFile(string label, string archive, string entry, NpyHeader header, long unpackedLength, long archiveLength)
        : base(label, Dimensions.AsMatrix(label, header.Shape, header.ShapeOffset).Rows,
            Dimensions.AsMatrix(label, header.Shape, header.ShapeOffset).Columns)
    {
        _archive = archive;
        _entry = entry;
        _header = header;
        UInt128 bytes = Dimensions.Bytes(header.Shape, header.Type.Size);
        string shape = Dimensions.Text(header.Shape);

        // The directory of the archive gives a length too, but that may be as wrong as the header.
        BinaryMatrixFile.CheckLength(label, shape, header.ShapeOffset, header.Length, bytes, unpackedLength, isPacked: false);
        BinaryMatrixFile.CheckLength(label, shape, header.ShapeOffset, header.Length, bytes, archiveLength, isPacked: true);
    }

    public override string Format => $"{NpyFormat.Describe(_header)}, in .npz";

    public override string StoredType => _header.Type.Name;

    public override ElementType ElementType => _header.Type.ElementType;

    protected override ILinearOperator<T> Read<T>(LoadOptions options)
    {
        CheckDenseSize<T>(options, " Save it as .npy: then it can be read block by block.");
        long position = 0;
        return MatrixFileException.Guard(Path, () => position, () =>
        {
            using FileStream file = File.OpenRead(_archive);
            using ZipArchive archive = NpzFormat.OpenArchive(Path, file);
            ZipArchiveEntry entry = archive.GetEntry(_entry)
                ?? throw new MatrixFileException(Path, "is gone from byte 0 on; it was there when the archive was opened.");
            using Crc32Stream stream = new(NpzFormat.OpenEntry(Path, entry));
            NpyHeader header = NpyHeader.Read(Path, stream);
            position = header.Length;
            T[] values = EntryReader.Read<T>(Path, stream, ref position, header.Type, RowCount * ColumnCount, isCertain: false, options);
            if (stream.ReadByte() >= 0)
            {
                throw new MatrixFileException(Path, $"goes on after byte {position}, where by its header it ends.");
            }

            return stream.Checksum == entry.Crc32
                ? (ILinearOperator<T>)DenseMatrix.Wrap(values, RowCount, ColumnCount, header.Layout)
                : throw new MatrixFileException(
                    Path, $"is damaged somewhere before byte {position}: its checksum is 0x{stream.Checksum:x8}, not 0x{entry.Crc32:x8}.");
        });
    }
}

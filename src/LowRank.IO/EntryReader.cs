using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace LowRank.IO;

/// <summary>Reads numbers of a stored type from a stream into memory that grows with what has been read.</summary>
public static class EntryReader
{
    private const int PieceBytes = 1 << 20;

    /// <summary>Reads a given number of entries.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="stream">The stream, at the first entry.</param>
    /// <param name="position">The stream's position; it is moved on.</param>
    /// <param name="type">What stands there.</param>
    /// <param name="count">The number of entries.</param>
    /// <param name="isCertain">Whether the stream is known to be long enough; else a header that lies costs no memory.</param>
    /// <param name="options">Progress and cancellation.</param>
    public static T[] Read<T>(
        string path, Stream stream, ref long position, StoredType type, int count, bool isCertain, LoadOptions options)
        where T : unmanaged, INumberBase<T>
    {
        int perPiece = PieceBytes / 16;
        T[] values = isCertain ? GC.AllocateUninitializedArray<T>(count) : new T[Math.Min(count, perPiece)];
        byte[] scratch = ArrayPool<byte>.Shared.Rent(perPiece * type.Size);
        try
        {
            for (int done = 0; done < count;)
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                int wanted = Math.Min(perPiece, count - done);
                if (done + wanted > values.Length)
                {
                    Array.Resize(ref values, (int)Math.Min(count, Math.Max(2L * values.Length, done + wanted)));
                }

                Span<T> piece = values.AsSpan(done, wanted);
                bool isDirect = type.Is<T>();
                Span<byte> bytes = isDirect ? MemoryMarshal.AsBytes(piece) : scratch.AsSpan(0, wanted * type.Size);
                int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
                if (read < bytes.Length)
                {
                    long end = position + ((long)(count - done) * type.Size);
                    throw new MatrixFileException(path, $"ends at byte {position + read}; by its header it has {end}.");
                }

                if (!isDirect)
                {
                    type.Decode(bytes, piece);
                }

                Check<T>(path, piece, position, type.Size);
                position += read;
                done += wanted;
                options.Progress?.Report(new LowRankProgress("reading", (double)done / count));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch);
        }

        return values;
    }

    /// <summary>Refuses NaN and infinity.</summary>
    public static void Check<T>(string path, ReadOnlySpan<T> values, long position, int size)
        where T : unmanaged, INumberBase<T>
    {
        int bad = FiniteCheck.FirstBad(values);
        if (bad >= 0)
        {
            throw new MatrixFileException(
                path, $"the entry at byte {position + ((long)bad * size)} is {values[bad]}; entries must be finite.");
        }
    }
}

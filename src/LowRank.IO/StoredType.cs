using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LowRank.IO;

/// <summary>What a number in a file is.</summary>
public enum StoredKind
{
    Boolean,
    Signed,
    Unsigned,
    Float,
    Complex,
}

/// <summary>A type of numbers as a file stores them, and its conversion to the library's types.</summary>
/// <param name="Kind">What the numbers are.</param>
/// <param name="Size">Bytes a number.</param>
/// <param name="IsBigEndian">Whether the most significant byte comes first.</param>
public readonly record struct StoredType(StoredKind Kind, int Size, bool IsBigEndian = false)
{
    /// <summary>The library's type for it: the one that loses least. Integers beyond 2⁵³ are rounded.</summary>
    public ElementType ElementType => (Kind, Size) switch
    {
        (StoredKind.Complex, _) => ElementType.Complex128,
        (StoredKind.Float, <= 4) => ElementType.Float32,
        _ => ElementType.Float64,
    };

    /// <summary>As NumPy calls it.</summary>
    public string Name => Kind switch
    {
        StoredKind.Boolean => "bool",
        StoredKind.Signed => $"int{8 * Size}",
        StoredKind.Unsigned => $"uint{8 * Size}",
        StoredKind.Float => $"float{8 * Size}",
        _ => $"complex{8 * Size}",
    } + (IsBigEndian ? " (big-endian)" : "");

    /// <summary>Whether the bytes in the file are those of T in memory.</summary>
    public bool Is<T>()
        where T : unmanaged, INumberBase<T> =>
        (Size == 1 || IsBigEndian != BitConverter.IsLittleEndian) && Size == Unsafe.SizeOf<T>()
        && Kind == (typeof(T) == typeof(Complex) ? StoredKind.Complex : typeof(T) == typeof(byte) ? StoredKind.Unsigned : StoredKind.Float);

    /// <summary>Converts stored numbers; the source is a scratch buffer and is changed.</summary>
    /// <param name="source">Size bytes for each element of the destination.</param>
    /// <param name="destination">The numbers. T is complex if the stored type is.</param>
    public void Decode<T>(Span<byte> source, Span<T> destination)
        where T : unmanaged, INumberBase<T>
    {
        int part = Kind == StoredKind.Complex ? Size / 2 : Size;
        if (IsBigEndian == BitConverter.IsLittleEndian)
        {
            Reverse(source, part);
        }

        switch (Kind, Size)
        {
            case (StoredKind.Boolean, _):
                for (int i = 0; i < destination.Length; i++)
                {
                    destination[i] = source[i] == 0 ? T.Zero : T.One;
                }

                break;
            case (StoredKind.Signed, 1):
                Convert<sbyte, T>(source, destination);
                break;
            case (StoredKind.Signed, 2):
                Convert<short, T>(source, destination);
                break;
            case (StoredKind.Signed, 4):
                Convert<int, T>(source, destination);
                break;
            case (StoredKind.Signed, _):
                Convert<long, T>(source, destination);
                break;
            case (StoredKind.Unsigned, 1):
                Convert<byte, T>(source, destination);
                break;
            case (StoredKind.Unsigned, 2):
                Convert<ushort, T>(source, destination);
                break;
            case (StoredKind.Unsigned, 4):
                Convert<uint, T>(source, destination);
                break;
            case (StoredKind.Unsigned, _):
                Convert<ulong, T>(source, destination);
                break;
            case (StoredKind.Float, 2):
                Convert<Half, T>(source, destination);
                break;
            case (StoredKind.Float, 4):
                Convert<float, T>(source, destination);
                break;
            case (StoredKind.Float, _):
                Convert<double, T>(source, destination);
                break;
            case (StoredKind.Complex, 8):
                ReadOnlySpan<float> parts = MemoryMarshal.Cast<byte, float>(source);
                Span<Complex> wide = MemoryMarshal.Cast<T, Complex>(destination);
                for (int i = 0; i < wide.Length; i++)
                {
                    wide[i] = new Complex(parts[2 * i], parts[(2 * i) + 1]);
                }

                break;
            default:
                source.CopyTo(MemoryMarshal.AsBytes(destination));
                break;
        }
    }

    private static void Convert<TStored, T>(ReadOnlySpan<byte> source, Span<T> destination)
        where TStored : unmanaged, INumberBase<TStored>
        where T : unmanaged, INumberBase<T>
    {
        ReadOnlySpan<TStored> values = MemoryMarshal.Cast<byte, TStored>(source);
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = T.CreateTruncating(values[i]);
        }
    }

    private static void Reverse(Span<byte> bytes, int size)
    {
        switch (size)
        {
            case 2:
                Span<ushort> two = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(two, two);
                break;
            case 4:
                Span<uint> four = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(four, four);
                break;
            case 8:
                Span<ulong> eight = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(eight, eight);
                break;
        }
    }
}

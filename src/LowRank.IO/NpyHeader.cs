using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace LowRank.IO;

/// <summary>
/// The header of a NumPy array: the magic <c>\x93NUMPY</c>, a version (1.0, 2.0 or 3.0), a length of 2 bytes (1.0) or 4, and a Python
/// dictionary <c>{'descr': '&lt;f8', 'fortran_order': False, 'shape': (3, 4)}</c>. Source: numpy.lib.format.
/// </summary>
public sealed record NpyHeader(string Version, StoredType Type, MatrixLayout Layout, ulong[] Shape, long ShapeOffset, long Length)
{
    // A dictionary of three entries has some hundred bytes; NumPy itself refuses more than 10 000.
    private const int LongestText = 1 << 16;
    private const int PrefixLength = 8;
    private const int Alignment = 64;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    public static bool HasMagic(ReadOnlySpan<byte> start) => start.StartsWith(Magic);

    /// <summary>Reads the header and leaves the stream at the first number.</summary>
    public static NpyHeader Read(string path, Stream stream)
    {
        Span<byte> prefix = stackalloc byte[PrefixLength + 4];
        int read = stream.ReadAtLeast(prefix[..PrefixLength], PrefixLength, throwOnEndOfStream: false);
        if (!HasMagic(prefix[..read]))
        {
            throw new MatrixFileException(path, read < PrefixLength
                ? $"ends at byte {read}, inside the magic number." : "is no NumPy array: it does not begin (at byte 0) with \\x93NUMPY.");
        }

        (int major, int minor) = (prefix[6], prefix[7]);
        if (read < PrefixLength || major is < 1 or > 3 || minor != 0)
        {
            throw new MatrixFileException(path, read < PrefixLength
                ? $"ends at byte {read}, inside its header." : $"has the version {major}.{minor} at byte 6; known are 1.0, 2.0 and 3.0.");
        }

        int lengthSize = major == 1 ? 2 : 4;
        Span<byte> lengthBytes = prefix.Slice(PrefixLength, lengthSize);
        read = stream.ReadAtLeast(lengthBytes, lengthSize, throwOnEndOfStream: false);
        long length = major == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(lengthBytes) : BinaryPrimitives.ReadUInt32LittleEndian(lengthBytes);
        int start = PrefixLength + lengthSize;
        if (read < lengthSize)
        {
            throw new MatrixFileException(path, $"ends at byte {PrefixLength + read}, inside its header.");
        }

        if (length > LongestText)
        {
            throw new MatrixFileException(
                path, $"gives its header a length of {length} at byte {PrefixLength}; more than {LongestText} is absurd.");
        }

        byte[] text = new byte[length];
        read = stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
        return read == text.Length
            ? new Parser(path, text, start).Parse($"{major}.{minor}")
            : throw new MatrixFileException(path, $"ends at byte {start + read}, inside its header of {start + length} bytes.");
    }

    /// <summary>A header of version 1.0, padded as NumPy pads it.</summary>
    public static byte[] Compose(string descr, bool isFortranOrder, ReadOnlySpan<int> shape)
    {
        string sizes = string.Join(", ", shape.ToArray().Select(size => size.ToString(CultureInfo.InvariantCulture)));
        string text = $"{{'descr': '{descr}', 'fortran_order': {(isFortranOrder ? "True" : "False")}, 'shape': "
            + $"({sizes}{(shape.Length == 1 ? "," : "")}), }}";
        int unpadded = PrefixLength + 2 + text.Length + 1;
        int total = (unpadded + Alignment - 1) / Alignment * Alignment;
        byte[] header = new byte[total];
        Magic.CopyTo(header);
        header[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(PrefixLength), (ushort)(total - PrefixLength - 2));
        header.AsSpan(PrefixLength + 2).Fill((byte)' ');
        Encoding.ASCII.GetBytes(text, header.AsSpan(PrefixLength + 2));
        header[^1] = (byte)'\n';
        return header;
    }

    public static string Descr<TNumber>()
        where TNumber : unmanaged =>
        typeof(TNumber) == typeof(float) ? "<f4"
        : typeof(TNumber) == typeof(double) ? "<f8"
        : typeof(TNumber) == typeof(Complex) ? "<c16"
        : typeof(TNumber) == typeof(int) ? "<i4"
        : throw new NotSupportedException($"No NumPy type is known for {typeof(TNumber)}.");

    /// <summary>Reads the part of Python's literals that NumPy writes.</summary>
    private sealed class Parser(string path, byte[] text, int start)
    {
        private int _next;

        private long Offset => start + _next;

        public NpyHeader Parse(string version)
        {
            StoredType? type = null;
            bool? isFortranOrder = null;
            ulong[]? shape = null;
            long shapeOffset = 0;
            Expect('{');
            while (!TryTake('}'))
            {
                long keyOffset = Offset;
                string key = String();
                Expect(':');
                switch (key)
                {
                    case "descr" when type is null:
                        type = Type();
                        break;
                    case "fortran_order" when isFortranOrder is null:
                        isFortranOrder = Boolean();
                        break;
                    case "shape" when shape is null:
                        SkipSpace();
                        shapeOffset = Offset;
                        shape = Tuple();
                        break;
                    default:
                        throw Wrong(keyOffset, $"the key {MatrixFileException.Quote(key)} is unknown or stands twice");
                }

                if (!TryTake(','))
                {
                    Expect('}');
                    break;
                }
            }

            SkipSpace();
            if (_next < text.Length)
            {
                throw Wrong(Offset, "something follows the dictionary");
            }

            if (type is null || isFortranOrder is null || shape is null)
            {
                throw Wrong(start, "descr, fortran_order or shape is missing");
            }

            if (isFortranOrder.Value && shape.Length > 2)
            {
                throw Wrong(shapeOffset, $"an array of {shape.Length} dimensions in Fortran order is no matrix; save it in C order");
            }

            // One dimension has no order; as a column it is contiguous either way.
            return new NpyHeader(
                version, type.Value, isFortranOrder.Value
                    ? MatrixLayout.ColumnMajor : MatrixLayout.RowMajor, shape, shapeOffset, start + text.Length);
        }

        private StoredType Type()
        {
            SkipSpace();
            long offset = Offset;
            if (_next < text.Length && text[_next] == '[')
            {
                throw Wrong(offset, "the array is structured; save one of its fields");
            }

            string descr = String();
            bool hasOrder = descr.Length > 0 && descr[0] is '<' or '>' or '|' or '=';
            string code = hasOrder ? descr[1..] : descr;
            bool isBigEndian = hasOrder && descr[0] == '>';
            return code switch
            {
                "b1" or "?" => new StoredType(StoredKind.Boolean, 1),
                "i1" => new StoredType(StoredKind.Signed, 1),
                "u1" => new StoredType(StoredKind.Unsigned, 1),
                "i2" or "i4" or "i8" => new StoredType(StoredKind.Signed, code[1] - '0', isBigEndian),
                "u2" or "u4" or "u8" => new StoredType(StoredKind.Unsigned, code[1] - '0', isBigEndian),
                "f2" or "f4" or "f8" => new StoredType(StoredKind.Float, code[1] - '0', isBigEndian),
                "c8" => new StoredType(StoredKind.Complex, 8, isBigEndian),
                "c16" => new StoredType(StoredKind.Complex, 16, isBigEndian),
                _ => throw Wrong(
                    offset, $"the type {MatrixFileException.Quote(descr)} is not supported; save the array as float32, float64 or "
                        + "complex128"),
            };
        }

        private string String()
        {
            SkipSpace();
            if (_next >= text.Length || text[_next] is not ((byte)'\'' or (byte)'"'))
            {
                throw Wrong(Offset, "a string is expected");
            }

            int end = Array.IndexOf(text, text[_next], _next + 1);
            if (end < 0)
            {
                throw Wrong(Offset, "a string has no end");
            }

            string value = Encoding.Latin1.GetString(text, _next + 1, end - _next - 1);
            _next = end + 1;
            return value;
        }

        private bool Boolean()
        {
            SkipSpace();
            return TryTake("True"u8) || (TryTake("False"u8) ? false : throw Wrong(Offset, "True or False is expected"));
        }

        private ulong[] Tuple()
        {
            List<ulong> values = [];
            Expect('(');
            while (!TryTake(')'))
            {
                // NumPy has at most 64 dimensions.
                values.Add(values.Count < 64 ? Number() : throw Wrong(Offset, "there are too many dimensions"));
                if (!TryTake(','))
                {
                    Expect(')');
                    break;
                }
            }

            return [.. values];
        }

        private ulong Number()
        {
            SkipSpace();
            int end = _next;
            while (end < text.Length && char.IsAsciiDigit((char)text[end]))
            {
                end++;
            }

            if (!ulong.TryParse(text.AsSpan(_next, end - _next), NumberStyles.None, CultureInfo.InvariantCulture, out ulong value))
            {
                throw Wrong(Offset, end == _next
                    ? "a size is expected" : $"the size {MatrixFileException.Quote(text.AsSpan(_next, end - _next))} is absurd");
            }

            _next = end;
            TryTake("L"u8); // Python 2's long integers
            return value;
        }

        private void Expect(char wanted)
        {
            if (!TryTake(wanted))
            {
                throw Wrong(Offset, $"'{wanted}' is expected");
            }
        }

        private bool TryTake(char wanted)
        {
            SkipSpace();
            return TryTake([(byte)wanted]);
        }

        private bool TryTake(ReadOnlySpan<byte> wanted)
        {
            if (!text.AsSpan(_next).StartsWith(wanted))
            {
                return false;
            }

            _next += wanted.Length;
            return true;
        }

        private void SkipSpace()
        {
            while (_next < text.Length && text[_next] is (byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\r')
            {
                _next++;
            }
        }

        private MatrixFileException Wrong(long offset, string what) => new(path, $"has a wrong header at byte {offset}: {what}.");
    }
}

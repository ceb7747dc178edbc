using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace LowRank.Reporting;

/// <summary>Writes 8-bit PNG images.</summary>
public static class Png
{
    private const byte Greyscale = 0;
    private const byte TrueColour = 2;

    private static readonly byte[] _signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>A greyscale image.</summary>
    /// <param name="pixels">Row by row; 0 is dark, 1 bright, what lies beyond is clipped.</param>
    /// <param name="width">The pixels in a row.</param>
    public static byte[] Grey(ReadOnlySpan<double> pixels, int width)
    {
        byte[] bytes = new byte[pixels.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = Byte(pixels[i]);
        }

        return Encode(bytes, width, Greyscale);
    }

    /// <summary>An image of signed numbers: blue below zero, white at it, red above.</summary>
    /// <param name="values">Row by row.</param>
    /// <param name="width">The values in a row.</param>
    /// <param name="largest">The magnitude with the fullest colour.</param>
    public static byte[] Diverging(ReadOnlySpan<double> values, int width, double largest)
    {
        byte[] bytes = new byte[3 * values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            double share = largest > 0 ? Math.Clamp(values[i] / largest, -1, 1) : 0;
            double other = 1 - Math.Abs(share);
            (double red, double green, double blue) = share < 0
                ? (other, 0.35 + (0.65 * other), 1 - (0.2 * -share)) : (1 - (0.2 * share), 0.25 + (0.75 * other), other);
            (bytes[3 * i], bytes[(3 * i) + 1], bytes[(3 * i) + 2]) = (Byte(red), Byte(green), Byte(blue));
        }

        return Encode(bytes, width, TrueColour);
    }

    /// <summary>An image as a <c>data:</c> URI.</summary>
    public static string DataUri(byte[] image) => "data:image/png;base64," + Convert.ToBase64String(image);

    private static byte Byte(double share) => (byte)Math.Round(byte.MaxValue * Math.Clamp(share, 0, 1));

    private static byte[] Encode(byte[] samples, int width, byte colourType)
    {
        using MemoryStream image = new();
        image.Write(_signature);

        int rowBytes = (colourType == TrueColour ? 3 : 1) * width;
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], rowBytes == 0 ? 0 : samples.Length / rowBytes);
        header[8] = 8; // bits a sample
        header[9] = colourType; // what follows is 0: deflate, adaptive filters, not interlaced
        Chunk(image, "IHDR"u8, header);

        using MemoryStream packed = new();
        using (ZLibStream zlib = new(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (int start = 0; start < samples.Length; start += rowBytes)
            {
                zlib.WriteByte(0); // the row is not filtered
                zlib.Write(samples, start, rowBytes);
            }
        }

        Chunk(image, "IDAT"u8, packed.ToArray());
        Chunk(image, "IEND"u8, []);
        return image.ToArray();
    }

    private static void Chunk(MemoryStream image, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        image.Write(number);
        image.Write(type);
        image.Write(data);
        Crc32 checksum = new();
        checksum.Append(type);
        checksum.Append(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, checksum.GetCurrentHashAsUInt32());
        image.Write(number);
    }
}

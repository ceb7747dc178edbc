namespace LowRank.IO;

/// <summary>Reads lines of bytes and knows where each one begins.</summary>
public sealed class TextLineReader(string path, Stream stream)
{
    /// <summary>Longer than any line of numbers; a file without line ends costs no more memory than this.</summary>
    private const int LongestLine = 1 << 16;

    private readonly byte[] _buffer = new byte[2 * LongestLine];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <summary>The byte, unpacked, at which the line that was read last begins.</summary>
    public long LineOffset { get; private set; }

    /// <summary>The byte, unpacked, after what has been read.</summary>
    public long Position { get; private set; }

    /// <summary>The next line without its end; false at the end of the file.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        int length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
        if (length < 0)
        {
            Fill();
            length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
        }

        LineOffset = Position;
        if (length < 0)
        {
            length = _end - _start;
            if (length >= LongestLine)
            {
                throw new MatrixFileException(path, $"has a line of more than {LongestLine} bytes at byte {Position}.");
            }

            line = _buffer.AsSpan(_start, length);
            _start = _end;
            Position += length;
            return length > 0;
        }

        line = _buffer.AsSpan(_start, length);
        _start += length + 1;
        Position += length + 1;
        if (line.Length > 0 && line[^1] == (byte)'\r')
        {
            line = line[..^1];
        }

        return true;
    }

    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        while (!_isAtEnd && _end < LongestLine)
        {
            int read = stream.Read(_buffer, _end, _buffer.Length - _end);
            _isAtEnd = read == 0;
            _end += read;
        }
    }
}

namespace LowRank.Tool.Output;

/// <summary>Files that are written beside their places and renamed together once all are whole; else nothing is left of them.</summary>
internal sealed class OutputSet : IDisposable
{
    private readonly List<(string Temporary, string Final)> _files = [];

    /// <summary>The files in their places, in the order of their creation.</summary>
    public IEnumerable<string> Paths => _files.Select(file => file.Final);

    public FileStream Create(string path)
    {
        string full = Path.GetFullPath(path);
        string temporary = Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}.{Path.GetRandomFileName()}");
        FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
        _files.Add((temporary, path));
        return stream;
    }

    public void Commit()
    {
        foreach ((string temporary, string final) in _files)
        {
            File.Move(temporary, final, overwrite: true);
        }
    }

    /// <summary>Deletes what has not been committed.</summary>
    public void Dispose()
    {
        foreach ((string temporary, _) in _files)
        {
            File.Delete(temporary);
        }
    }
}

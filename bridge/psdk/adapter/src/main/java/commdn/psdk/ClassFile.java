package commdn.psdk;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a class file refers to, from its constant pool, and what it implements. */
final class ClassFile {
    /** A field or method that is used. */
    static final class Member {
        final String owner;
        final String name;
        final String descriptor;
        final boolean ofInterface;

        Member(String owner, String name, String descriptor, boolean ofInterface) {
            this.owner = owner;
            this.name = name;
            this.descriptor = descriptor;
            this.ofInterface = ofInterface;
        }

        boolean isMethod() {
            return descriptor.startsWith("(");
        }

        @Override
        public String toString() {
            return owner + "." + name + descriptor;
        }
    }

    final List<Member> members = new ArrayList<>();
    final List<String> classes = new ArrayList<>();
    final List<String> interfaces = new ArrayList<>();

    /** Its own methods: name and descriptor. */
    final Set<String> methods = new HashSet<>();

    private ClassFile() {}

    static ClassFile read(DataInputStream in) throws IOException {
        if (in.readInt() != 0xCAFEBABE) {
            throw new IOException("not a class file");
        }
        in.readInt();
        int count = in.readUnsignedShort();
        int[] tags = new int[count];
        Object[] values = new Object[count];
        for (int i = 1; i < count; i++) {
            tags[i] = in.readUnsignedByte();
            switch (tags[i]) {
                case 1:
                    values[i] = in.readUTF();
                    break;
                case 3:
                case 4:
                    in.readInt();
                    break;
                case 5:
                case 6:
                    in.readLong();
                    i++;
                    break;
                case 7:
                case 8:
                case 16:
                case 19:
                case 20:
                    values[i] = in.readUnsignedShort();
                    break;
                case 9:
                case 10:
                case 11:
                case 12:
                case 17:
                case 18:
                    values[i] = new int[] {in.readUnsignedShort(), in.readUnsignedShort()};
                    break;
                case 15:
                    in.readUnsignedByte();
                    in.readUnsignedShort();
                    break;
                default:
                    throw new IOException("unknown constant " + tags[i]);
            }
        }
        ClassFile file = new ClassFile();
        for (int i = 1; i < count; i++) {
            if (tags[i] == 7) {
                String name = (String) values[(Integer) values[i]];
                if (!name.startsWith("[")) {
                    file.classes.add(name);
                }
            } else if (tags[i] >= 9 && tags[i] <= 11) {
                int[] pair = (int[]) values[i];
                int[] nameAndType = (int[]) values[pair[1]];
                file.members.add(
                        new Member(
                                (String) values[(Integer) values[pair[0]]],
                                (String) values[nameAndType[0]],
                                (String) values[nameAndType[1]],
                                tags[i] == 11));
            }
        }
        in.readUnsignedShort();
        in.readUnsignedShort();
        in.readUnsignedShort();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            file.interfaces.add((String) values[(Integer) values[in.readUnsignedShort()]]);
        }
        file.skipMembers(in, values, false);
        file.skipMembers(in, values, true);
        return file;
    }

    private void skipMembers(DataInputStream in, Object[] values, boolean areMethods)
            throws IOException {
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            in.readUnsignedShort();
            String name = (String) values[in.readUnsignedShort()];
            String descriptor = (String) values[in.readUnsignedShort()];
            if (areMethods) {
                methods.add(name + descriptor);
            }
            for (int attributes = in.readUnsignedShort(); attributes > 0; attributes--) {
                in.readUnsignedShort();
                in.readFully(new byte[in.readInt()]);
            }
        }
    }
}

use std::io::*;
fn main(){ let d=std::fs::read(std::env::args().nth(1).unwrap()).unwrap();
 for (c,b) in [(8192,65536),(8192,7),(8192,1),(3,65536),(1,65536),(1,1),(8192,1000),(8192,3)] {
  let mut r=(flitch::codecs::zstd::DEF.reader)(Box::new(BufReader::with_capacity(c,Cursor::new(d.clone()))));
  let mut part=vec![0;b]; let mut got=vec![]; let mut reads=vec![]; let e=loop{ match r.read(&mut part){Ok(0)=>break None,Ok(n)=>{reads.push(n);got.extend_from_slice(&part[..n])},Err(e)=>break Some(e.to_string())}};
  println!("{c} {b}: {} {:?} {e:?}",got.len(),&reads[..reads.len().min(8)]);
 }}
